using Research.Arrays.Npy;
using Research.Experiments.ControlTransformer;
using Research.Metrics;
using Research.Sessions.Controls;

namespace Research.Experiments.Tests.ControlTransformer;

/// <summary>Against scikit-learn (tests/fixtures/control_parity.py).</summary>
public sealed class ControlEvaluationTests
{
    private readonly Npz _file = ControlFixtures.Open("metrics");

    [Fact]
    public void Every_score_is_scikit_learns()
    {
        var evaluation = new ControlEvaluation("", Truth(), Predictions(), _file["thresholds"].Values<double>());
        var scores = evaluation.ByName;

        foreach (string name in (string[])["look_mse", "look_direction_accuracy", "hotbar_accuracy", "cursor_mse",
            "idle_accuracy", "action_f1", "inv_f1", "score"])
        {
            Assert.Equal(ControlFixtures.Number(_file, $"score/{name}"), scores[name], 1e-6);
        }

        Assert.Equal(ControlFixtures.Number(_file, "score/cursor_pixel_error"), scores["cursor_pixel_error"], 1e-3);
        Assert.All(_file["f1"].Values<double>().Zip(evaluation.Actions),
            pair => Assert.Equal(pair.First, pair.Second.F1 ?? 0, 1e-9));
        Assert.All(_file["inv_f1"].Values<double>().Zip(evaluation.Inventory),
            pair => Assert.Equal(pair.First, pair.Second.F1 ?? 0, 1e-9));
        Assert.Null(evaluation.Actions.Single(a => a.Action == "drop_item").F1);
        Assert.DoesNotContain("f1_drop_item", scores.Keys);
    }

    [Fact]
    public void Thresholds_are_those_of_the_documents_loop()
    {
        double[] found = ControlThresholds.Search(Truth(), Predictions());
        Assert.All(_file["chosen"].Values<double>().Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.Equal(0.5, found[9]); // drop_item does not occur
        Assert.Contains(found, threshold => threshold != 0.5);
    }

    [Fact]
    public void The_grid_is_0_10_to_0_85_by_0_05()
    {
        Assert.Equal(16, ThresholdSearch.Grid.Count);
        Assert.Equal((0.1, 0.85), (ThresholdSearch.Grid[0], ThresholdSearch.Grid[^1]));
        Assert.All(ThresholdSearch.Grid.Index(), g => Assert.Equal(0.1 + 0.05 * g.Index, g.Item, 1e-12));
        Assert.Equal("Found 1 labels, 1 scores and 2 idle marks; expected as many of each.",
            Assert.Throws<ArgumentException>(() => ThresholdSearch.OnGrid([true], [1f], [true, false])).Message);
    }

    [Fact]
    public void False_alarms_while_idle_raise_a_threshold()
    {
        bool[] labels = [true, true, false, false, false, false];
        float[] scores = [0.9f, 0.42f, 0.41f, 0.41f, 0.1f, 0.1f];
        var (alone, _) = ThresholdSearch.OnGrid(labels, scores, new bool[6]);
        var (idle, score) = ThresholdSearch.OnGrid(labels, scores, [false, false, true, true, false, false]);
        Assert.Equal((0.45, 2.0 / 3), (idle, score));
        Assert.True(alone < idle);
    }

    [Fact]
    public void Copying_is_right_about_no_onset_and_one_frame_late_about_all()
    {
        ControlRecording[] recordings = [ControlFixtures.Recording(80, 1), ControlFixtures.Recording(70, 2)];
        var windows = new ControlWindows(recordings, FeatureStatistics.Of(recordings));
        var truth = new ControlPredictions(windows.Truth.Actions, new float[300], new float[150 * 9], new float[300],
            new float[450]);
        Assert.Equal(1, ControlOnsets.MeanF1(ControlOnsets.Of(windows.Ends, windows.Truth, truth)));
        var exact = ControlOnsets.Of(windows.Ends, windows.Truth, ControlBaselines.CopyPrevious(windows));
        Assert.Equal(0, exact.Actions.Sum(a => a.TruePositives));

        // Onsets by hand: in play, pressed now and not in the frame before, which is of play and of the same recording.
        int byHand = recordings.Sum(r => Enumerable.Range(1, r.FrameCount - 1)
            .Count(f => !r.IsScreenOpen(f) && !r.IsScreenOpen(f - 1) && r[f, 0] == 1 && r[f - 1, 0] == 0));
        Assert.Equal(byHand, exact.Actions[0].Support);
        Assert.StartsWith("Found 150 frames, the truth of 150 and predictions of 1; expected as many of each.",
            Assert.Throws<ArgumentException>(() => ControlOnsets.Of(windows.Ends, windows.Truth,
                new(new float[12], new float[2], new float[9], new float[2], new float[3]))).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_error_without_a_frame_is_not_0_but_absent(bool allScreen)
    {
        var truth = new ControlLabels(new float[24], new float[4], [-1, -1], new float[4], new float[6], [allScreen, allScreen]);
        var evaluation = new ControlEvaluation("", truth,
            new(new float[24], new float[4], new float[18], new float[4], new float[6]));
        var scores = evaluation.ByName;
        Assert.All(scores.Values, score => Assert.True(double.IsFinite(score)));
        Assert.All([evaluation.LookMse, evaluation.LookDirectionAccuracy, evaluation.HotbarAccuracy],
            score => Assert.Null(score));
        Assert.All(["look_mse", "look_direction_accuracy", "hotbar_accuracy"], name => Assert.DoesNotContain(name, scores.Keys));
        double? cursor = allScreen ? 0 : null;
        Assert.Equal((cursor, cursor), (evaluation.CursorMse, evaluation.CursorPixelError));
        Assert.Equal(allScreen, scores.ContainsKey("cursor_mse"));
        Assert.Equal(cursor, (double?)new[] { evaluation }.ToDataFrame()["CursorMse"][0]);
        Assert.Equal((0, 0), (scores["action_f1"], scores["inv_f1"]));
        Assert.Equal(allScreen ? 0 : 1, scores["idle_accuracy"]);
        Assert.Equal(allScreen ? 0.3 : 0.4, scores["score"], 12); // the document's, to which an error without a frame is 0
        Assert.All(ControlThresholds.Search(truth, new(new float[24], new float[4], new float[18], new float[4], new float[6])),
            t => Assert.Equal(0.5, t));
    }

    [Fact]
    public void Other_numbers_of_frames_are_refused()
    {
        var truth = new ControlLabels(new float[24], new float[4], [-1, -1], new float[4], new float[6], [false, false]);
        Assert.StartsWith("Predictions of 1 frames cannot be scored against 2.",
            Assert.Throws<ArgumentException>(() => new ControlEvaluation("", truth,
                new(new float[12], new float[2], new float[9], new float[2], new float[3]))).Message);
    }

    private ControlLabels Truth() => new(
        Floats("action_targets"), Floats("look_targets"), [.. _file["hotbar_target"].Values<long>().Select(slot => (int)slot)],
            Floats("cursor_targets"), Floats("inv_targets"), _file["screen"].Values<bool>());

    private ControlPredictions Predictions() =>
        new(Floats("actions"), Floats("look"), Floats("hotbar"), Floats("cursor"), Floats("inventory"));

    private float[] Floats(string name) => _file[name].Values<float>();
}
