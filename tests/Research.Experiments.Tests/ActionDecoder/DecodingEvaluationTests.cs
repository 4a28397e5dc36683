using Research.Experiments.ActionDecoder;
using Research.Metrics;
using Research.Sessions.Inputs;

namespace Research.Experiments.Tests.ActionDecoder;

public sealed class DecodingEvaluationTests
{
    private static InputAction Move(double time) => new(time, InputEvent.Move, 0.5f, 0.5f);

    private static InputAction Key(double time) => new(time, InputEvent.Key, 0.5f, 0.5f, Key: 1);

    [Fact]
    public void Times_events_and_lengths_are_scored_slot_by_slot()
    {
        // Two windows: {0.1 move, 0.2 key} and {}; told {0.15 move, 0.2 move, 0.5 key} and {0.3 move}.
        var session = InputSession.Of("s", 0, [Move(6.1), Key(6.2)], new float[12 * 128]);
        InputAction[][] told = [[Move(0.15), Move(0.2), Key(0.5)], [Move(0.3)]];
        InputAction[][] drawn = [[Move(0.3), Move(0.7)], []];
        var evaluation = new DecodingEvaluation(new InputWindows([session]), new GeneratedWindows("test", told, drawn, null));

        Assert.Equal((50 + 0 + 100 + 300) / 4.0, evaluation.TimeError!.Value, 6);
        Assert.Equal(0.25, evaluation.EventAccuracy);
        Assert.Equal((1 + 1) / 2.0, evaluation.LengthError);
        Assert.Equal(0.5, evaluation.Overrun);
        Assert.Equal(0, evaluation.LikeliestOverrun);
        Assert.Equal(0, evaluation.LengthDistance); // {2, 0} and {2, 0}
        Assert.Equal(300, evaluation.GapDistance!.Value, 6); // {100} and {400}
        Assert.Null(evaluation.PlaceNegativeLogLikelihood);
        Assert.Null(evaluation.CalibrationError);
        int[,] confusion = evaluation.EventConfusion;
        Assert.Equal((1, 1, 1, 1), (confusion[0, 0], confusion[2, 0], confusion[4, 2], confusion[4, 0]));
        Assert.Equal(112.5, evaluation.TimeErrorInterval().Estimate!.Value, 6);
    }

    [Fact]
    public void Calibration_counts_true_times_below_quantiles()
    {
        var session = InputSession.Of("s", 0, [Move(6.1), Key(6.2), Key(6.3), Key(6.4)], new float[11 * 128]);
        ActionLikelihood[] judged = [.. new[] { 0.05, 0.4, 0.5, 0.95 }.Select(rank => new ActionLikelihood(rank, 2, 0.5))];
        var evaluation = new DecodingEvaluation(new InputWindows([session]), new GeneratedWindows("test", [[]], [[]], [judged]));
        Assert.Equal([0.25, 0.75, 0.75], evaluation.Calibration(0.1, 0.5, 0.9)!);
        Assert.Equal((0.15 + 0.25 + 0.15) / 3, evaluation.CalibrationError!.Value, 6);
        Assert.Equal(2, evaluation.PlaceNegativeLogLikelihood);
        Assert.Equal(Math.Log(2), evaluation.EventNegativeLogLikelihood!.Value, 6);
    }

    [Fact]
    public void The_truth_told_scores_best_and_nothing_told_costs_the_time_to_the_end()
    {
        var windows = RandomSessions.Windows();
        InputAction[][] truth = [.. Enumerable.Range(0, windows.Count).Select(row => windows.Target(row).ToArray())];
        var perfect = new DecodingEvaluation(windows, new GeneratedWindows("truth", truth, truth, null));
        Assert.Equal((0, 1.0, 0.0, 0.0, 0.0, 0.0), (perfect.TimeError, perfect.EventAccuracy, perfect.LengthError,
            perfect.Overrun, perfect.LengthDistance, perfect.GapDistance));
        var empty = new DecodingEvaluation(windows, DecoderBaselines.EmptyWindow(windows));
        Assert.Equal(1000 * truth.SelectMany(w => w).Average(a => 0.6 - a.Time), empty.TimeError!.Value, 6);
        Assert.Equal(0, empty.EventAccuracy);
        var repeated = DecoderBaselines.RepeatLastWindow(windows);
        Assert.Equal(windows.Target(2).ToArray(), repeated.Likeliest[3]);
    }

    [Fact]
    public void The_mean_rate_is_the_mean_rate()
    {
        var windows = RandomSessions.Windows(sessions: 10, ticks: 60);
        var rate = DecoderBaselines.MeanRate(windows, windows);
        double expected = Enumerable.Range(0, windows.Count).Average(row => windows.Target(row).Length);
        Assert.InRange(rate.Drawn.Average(w => w.Length), 0.9 * expected, 1.1 * expected);
        Assert.All(rate.Likeliest, w => Assert.Equal((int)Math.Round(expected), w.Length));
        Assert.All(rate.Drawn.SelectMany(w => w), a => Assert.InRange(a.Time, 0, 0.6));
        Assert.All(rate.Likelihoods!.SelectMany(j => j), j => Assert.InRange(j.TimeRank, 0, 1));
    }

    [Fact]
    public void A_pointer_that_never_moves_has_the_least_deviation_of_a_decoder()
    {
        var windows = new InputWindows([InputSession.Of("s", 0, [Key(6.1), Key(6.2)], new float[11 * 128])]);
        var evaluation = new DecodingEvaluation(windows, DecoderBaselines.MeanRate(windows, windows));
        Assert.Equal(Math.Log(2 * Math.PI) - 2 * 5, evaluation.PlaceNegativeLogLikelihood!.Value, 9); // log σ = −5, twice
    }

    [Fact]
    public void As_many_predictions_as_windows_are_needed()
    {
        var windows = RandomSessions.Windows();
        Assert.Equal(
            $"{windows.Count} windows need as many predictions; found 1, 1 drawn and 0 with likelihoods. "
            + "(Parameter 'predictions')",
            Assert.Throws<ArgumentException>(() =>
                new DecodingEvaluation(windows, new GeneratedWindows("one", [[]], [[]], null))).Message);
    }

    [Fact]
    public void Earth_is_moved_as_far_as_sorted_values_lie_apart()
    {
        var random = new Random(3);
        for (int run = 0; run < 100; run++)
        {
            int count = random.Next(1, 20);
            double[] a = [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(10))],
                b = [.. Enumerable.Range(0, count).Select(_ => 10 * random.NextDouble())];
            double expected = a.Order().Zip(b.Order(), (x, y) => Math.Abs(x - y)).Average();
            Assert.Equal(expected, EarthMoversDistance.Between(a, b)!.Value, 9);
            Assert.Equal(expected, EarthMoversDistance.Between([.. a, .. a], b)!.Value, 9); // not as many on both sides
            Assert.Equal(0, EarthMoversDistance.Between(a, [.. a, .. a])!.Value, 9);
        }

        Assert.Null(EarthMoversDistance.Between([], [1]));
    }
}
