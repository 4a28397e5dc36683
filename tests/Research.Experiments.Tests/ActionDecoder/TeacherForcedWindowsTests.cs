using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ActionDecoder;

[Collection(nameof(TakingTurns))]
public sealed class TeacherForcedWindowsTests
{
    [Fact]
    public void Each_slot_has_the_action_before_and_each_window_an_end()
    {
        using var scope = NewDisposeScope();
        var context = new ActionContext(zeros(2, 32), null, zeros(2, 1, 32), [0.25f, 0.5f, 0.5f, 0.5f], new float[12]);
        InputAction[] busy = [new(0.1, InputEvent.Move, 0.75f, 0.5f), new(0.4, InputEvent.Click, 0.75f, 0.5f, 1)];

        var windows = TeacherForcedWindows.Of(context, [busy, []]);

        Assert.Equal((2, 3, 2), (windows.Count, windows.Slots, windows.Actions.Count));
        Assert.Equal([2, 3, 7], windows.Previous.shape);
        Assert.Equal([0L, 1], windows.SlotsOfActions.data<long>().ToArray());
        Assert.Equal([2L, 3], windows.SlotsOfEnds.data<long>().ToArray());
        Assert.Equal([0.1f, 0.3f], windows.Increments.data<float>().ToArray().Select(seconds => MathF.Round(seconds, 4)));
        Assert.Equal([0.2f, 0.6f], windows.EndRemaining.data<float>().ToArray().Select(seconds => MathF.Round(seconds, 4)));
        Assert.Equal([0.25f, 0.5f, 0.75f, 0.5f], windows.Origins);
        Assert.Equal(0.6f, windows.Remaining[0], 1e-6f);
    }

    [Fact]
    public void Two_lengths_differ_where_the_rounded_head_is_not_the_number_of_times()
    {
        var lengths = new PredictedLengths([1.4f, 2.6f, 0.2f, 5], [1, 1, 0, 6]);

        Assert.Equal([0, 2, 0, 1], lengths.Differences);
        Assert.Equal("differ by 0.8 actions on average, and in 50 % of the windows by one or more", $"{lengths}");
    }
}
