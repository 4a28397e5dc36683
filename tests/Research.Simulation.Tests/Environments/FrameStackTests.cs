using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>The last observations as one.</summary>
public sealed class FrameStackTests
{
    [Fact]
    public void A_reset_repeats_the_first_observation_and_a_step_pushes_the_oldest_out()
    {
        using var environment = new FrameStackObservation(new CountingEnvironment(4), 3);
        Assert.Equal([3, 2], environment.ObservationSpace.Shape);
        byte[] stack = new byte[6];
        Assert.Equal(0, environment.Reset(5, stack)["step"]);
        Assert.Equal([0, 0, 0, 0, 0, 0], stack);
        var step = environment.Step(2, stack);
        Assert.Equal((12f, 1.0, false), (step.Reward, step.Info["step"], step.IsDone));
        Assert.Equal([0, 0, 0, 0, 0, 1], stack);
        environment.Step(0, stack);
        Assert.Equal([0, 0, 0, 1, 0, 2], stack);
        environment.Step(0, []); // is seen, though nobody looks
        step = environment.Step(0, stack);
        Assert.Equal([0, 2, 0, 3, 0, 4], stack);
        Assert.Equal((true, false), (step.Terminated, step.Truncated));

        environment.Reset(null, stack);
        Assert.Equal([1, 0, 1, 0, 1, 0], stack);
        for (int i = 0; i < 4; i++)
        {
            step = environment.Step(0, stack);
        }

        Assert.Equal((false, true), (step.Terminated, step.Truncated));
        Assert.Equal([1, 2, 1, 3, 1, 4], stack);
        environment.Reset(null, []);
        environment.Step(0, stack);
        Assert.Equal([2, 0, 2, 0, 2, 1], stack);
    }

    [Fact]
    public void A_stack_of_one_is_the_observation_and_none_is_refused()
    {
        using var environment = new FrameStackObservation(new CountingEnvironment(2), 1);
        byte[] stack = new byte[2];
        environment.Reset(1, stack);
        environment.Step(0, stack);
        Assert.Equal([0, 1], stack);
        Assert.Equal([1, 2], environment.ObservationSpace.Shape);
        Assert.Contains("stackSize", Assert.Throws<ArgumentOutOfRangeException>(
            () => new FrameStackObservation(new CountingEnvironment(1), 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lanes_that_reset_themselves_give_the_final_stack_and_begin_a_new_one()
    {
        using var lanes = new VectorEnvironment(
            _ => new FrameStackObservation(new CountingEnvironment(2), 2), 1, AutoresetMode.SameStep);
        byte[] stack = new byte[4];
        lanes.Reset(1, stack);
        lanes.Step([0], stack);
        Assert.Equal([0, 0, 0, 1], stack);
        lanes.Step([0], stack);
        Assert.Equal([1, 0, 1, 0], stack);
        Assert.Equal([0, 1, 0, 2], lanes.FinalObservations.ToArray());
    }
}
