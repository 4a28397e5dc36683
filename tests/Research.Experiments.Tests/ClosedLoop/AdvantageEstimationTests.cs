using Research.Experiments.ClosedLoop;
using Xunit.Abstractions;

namespace Research.Experiments.Tests.ClosedLoop;

public sealed class AdvantageEstimationTests(ITestOutputHelper output)
{
    [Fact]
    public void Advantages_are_the_discounted_sums_of_TD_errors()
    {
        var trajectories = new Trajectories(steps: 40, lanes: 5);
        PpoFixture.Values<float>("gae.rewards").CopyTo(trajectories.Rewards, 0);
        PpoFixture.Values<float>("gae.values").CopyTo(trajectories.Values, 0);
        PpoFixture.Values<float>("gae.final").CopyTo(trajectories.FinalValues, 0);
        PpoFixture.Values<float>("gae.last").CopyTo(trajectories.LastValues, 0);
        PpoFixture.Values<bool>("gae.terminated").CopyTo(trajectories.Terminations, 0);
        PpoFixture.Values<bool>("gae.truncated").CopyTo(trajectories.Truncations, 0);

        var (advantages, returns) = AdvantageEstimation.Estimate(trajectories, 0.97, 0.9);

        output.WriteLine($"largest difference {Math.Max(PpoFixture.Same("gae.advantages", advantages),
            PpoFixture.Same("gae.returns", returns)):0.0e+0}");
    }

    [Theory]
    [InlineData(false, false, 1 + 0.5 * 8 - 3 + 0.5 * (2 + 0.5 * 6 - 8))] // the last value, 6, lies beyond the rollout
    [InlineData(true, false, 1 - 3)] // an end of the game: nothing lies beyond
    [InlineData(false, true, 1 + 0.5 * 20 - 3)] // a limit: the final observation's value, 20, lies beyond
    [InlineData(true, true, 1 - 3)] // the end of the game on the limit's step
    public void A_truncated_episode_bootstraps_and_a_terminated_one_does_not(bool terminated, bool truncated, double expected)
    {
        var trajectories = new Trajectories(steps: 2, lanes: 1);
        (trajectories.Rewards[0], trajectories.Rewards[1]) = (1, 2);
        (trajectories.Values[0], trajectories.Values[1], trajectories.LastValues[0]) = (3, 8, 6);
        (trajectories.Terminations[0], trajectories.Truncations[0], trajectories.FinalValues[0]) = (terminated, truncated, 20);

        var (advantages, returns) = AdvantageEstimation.Estimate(trajectories, gamma: 0.5, lambda: 1);

        Assert.Equal(expected, advantages[0], 6);
        Assert.Equal(expected + 3, returns[0], 6);
        Assert.Equal(2 + 0.5 * 6 - 8, advantages[1], 6);
    }
}
