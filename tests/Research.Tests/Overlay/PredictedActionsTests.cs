using Research.Alignment;
using Research.Arrays.Npy;
using Research.Overlay;
using Research.Sessions;
using Research.Tests.Metrics;

namespace Research.Tests.Overlay;

public sealed class PredictedActionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SessionLogs _session;

    public PredictedActionsTests()
    {
        _folder.Write("A_events.jsonl", """
            {"event":"marker","type":"fight_start","t":5}
            {"event":"marker","type":"fight_end","t":19}
            {"event":"marker","type":"fight_start","t":30}
            {"event":"marker","type":"fight_end","t":49}
            """);
        _folder.Write("A_frames.jsonl", string.Concat(Enumerable.Range(0, 60).Select(i => $"{{\"t\":{i}}}\n")));
        _session = SessionLogs.Open(_folder.Path, "A");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_row_a_frame_is_taken_as_it_is()
    {
        var predicted = PredictedActions.Read(Write(60, row => row == 7 ? 0.9f : 0.5f), _session);

        Assert.Equal([7], Enumerable.Range(0, 60).Where(i => predicted.Bits(i) != 0));
    }

    [Fact]
    public void Frames_of_NaN_and_those_of_no_window_have_no_prediction()
    {
        Assert.Equal([7, 9], PredictedActions.Read(Write(60, row => row is 7 or 9 ? float.NaN : 0.5f), _session).Unknown.Order());
        Assert.Equal(60 - 15, PredictedActions.Read(Write(15, _ => 0.5f), _session).Unknown.Count);
    }

    [Theory]
    [InlineData(25, 14, 39)] // 35 fight frames less 10: windows run on into the next fight
    [InlineData(15, 4, 19)] // 5 and 10: none crosses a fight
    public void One_row_a_window_goes_to_the_window_s_target(int rows, int row, int target)
    {
        var predicted = PredictedActions.Read(Write(rows, r => r == 0 || r == row ? 1 : 0), _session);

        Assert.Equal([15, target], Enumerable.Range(0, 60).Where(i => predicted.Bits(i) != 0));
    }

    [Fact]
    public void The_threshold_is_the_caller_s() =>
        Assert.Equal(60, PredictedActions.Read(Write(60, _ => 0.5f), _session, threshold: 0.4).Labels.CountTrue()[0]);

    [Fact]
    public void A_shape_that_fits_nothing_is_refused()
    {
        string file = Write(59, _ => 0);

        Assert.Equal(
            $"{file}: found an array of shape (59, 7); expected (60, 7) for every frame of A, (25, 7) for its windows, or (15, "
            + "7) for those that cross no fight.",
            Assert.Throws<InvalidDataException>(() => PredictedActions.Read(file, _session)).Message);
    }

    [Fact]
    public void Predictions_that_evaluate_wrote_are_held_by_their_own_thresholds_and_belong_to_one_session()
    {
        string file = Path.Combine(_folder.Path, "predictions.npz");
        var probabilities = new ActionProbabilities(ActionSet.Cuphead, [7, 8],
            Enumerable.Repeat(0.2f, 7).Concat(Enumerable.Repeat(0.4f, 7)));
        double[] thresholds = [.. Enumerable.Repeat(0.3, 6), 0.1];
        SessionPredictions.Of("A", _session.Timeline, probabilities, thresholds).Save(file);

        var predicted = PredictedActions.Read(file, _session);
        Assert.Equal((0b1000000u, 0b1111111u, 58), (predicted.Bits(7), predicted.Bits(8), predicted.Unknown.Count));
        Assert.Equal(0, PredictedActions.Read(file, _session, threshold: 0.5).Labels.CountTrue().Sum());

        var other = new ActionTimeline(ActionSet.Cuphead, Enumerable.Repeat(1u, 61));
        SessionPredictions.Of("B", other, probabilities, thresholds).Save(file);
        Assert.Equal(
            $"{file}: found predictions for the 61 frames of another session, B; expected some for the 60 of A, with its keys.",
            Assert.Throws<InvalidDataException>(() => PredictedActions.Read(file, _session)).Message);
    }

    private string Write(int rows, Func<int, float> value)
    {
        string file = Path.Combine(_folder.Path, "predictions.npy");
        NpyArray.Of<float>([rows, 7], [.. Enumerable.Range(0, rows).SelectMany(row => Enumerable.Repeat(value(row), 7))])
            .Write(file);
        return file;
    }
}
