using Research.Classical;
using Research.Experiments.DodgeTiming;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.DodgeTiming;

[Collection(nameof(TakingTurns))]
public sealed class DodgeDetectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DodgeEpisodes _episodes;
    private readonly DodgeSamples _samples;

    public DodgeDetectorTests()
    {
        RunDirectory.Root = Path.Combine(_folder.Path, "runs");
        _episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "ten.zarr", 240,
            [.. Enumerable.Range(0, 10).Select(e => new[] { 40 + e, 110, 180 - e })]));
        _samples = DodgeSamples.Draw(_episodes);
    }

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    private DodgeDetector Train(string name, int epochs = 8, int seed = 1, IProgress<WorkProgress>? progress = null) =>
        DodgeDetector.TrainOrLoad(new DodgeOptions { Epochs = epochs, BatchSize = 8, Seed = seed }, _episodes, _samples,
            RunContext.With(progress).Named(name));

    [Fact]
    public void It_learns_what_there_is_to_see_and_not_before_it_is_there()
    {
        using var detector = Train("learns", epochs: 25);
        var evaluation = new DodgeEvaluation("frames", _samples.Validation, detector.Predict(_samples.Validation));
        Assert.True(evaluation.Accuracy > 0.9, $"{evaluation.Accuracy}");
        Assert.Equal(evaluation.Accuracy, detector.Training.Epochs[^1]["val_accuracy"], 6);
        Assert.Equal(435_361, detector.Parameters);
        Assert.True(evaluation.RocAuc > 0.9);
        Assert.Matches(@"^95 % bootstrap over 2 episodes, 1000 resamples$", evaluation.AccuracyInterval.Method);

        var leads = LeadTime.Of("frames", _samples, 15, (windows, before) => detector.Predict(windows, before));
        Assert.Equal(16, leads.Count);
        Assert.Equal(evaluation.Accuracy, leads[0].Accuracy, 6);
        Assert.True(leads[15].Accuracy < leads[0].Accuracy); // the block begins ten frames before the onset
        Assert.All(leads, lead => Assert.Equal(leads[0].Windows, lead.Windows));

        float[][] saliency = detector.Saliency(_samples.Validation.First(w => w.IsDodge));
        Assert.Equal(16, saliency.Length);
        Assert.All(saliency, picture => Assert.Equal(EpisodeStore.Height * EpisodeStore.Width, picture.Length));
        Assert.True(saliency.Sum(p => p.Sum()) > 0);
    }

    [Fact]
    public void One_seed_gives_one_network_also_when_it_was_stopped_in_between()
    {
        using var whole = Train("whole", epochs: 3);
        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<TrainingInterruptedException>(() =>
                DodgeDetector.TrainOrLoad(whole.Options, _episodes, _samples, RunContext.With(new Heard(p =>
                {
                    if (p.Done > 8)
                    {
                        stop.Cancel();
                    }
                }), stop.Token).Named("stopped")));
        }

        using var resumed = Train("stopped", epochs: 3);
        Assert.Equal(whole.Predict(_samples.Validation), resumed.Predict(_samples.Validation));
        Assert.Equal(whole.Training.Curve("train_loss"), resumed.Training.Curve("train_loss"));
        using var taken = Train("whole", epochs: 3, progress: new Heard(_ => Assert.Fail("It is computed again.")));
        Assert.Equal(whole.Predict(_samples.Validation), taken.Predict(_samples.Validation));
        using var other = Train("other", epochs: 3, seed: 2);
        Assert.NotEqual(whole.Predict(_samples.Validation), other.Predict(_samples.Validation));
    }

    [Theory]
    [InlineData(ClassifierKind.LogisticRegression)]
    [InlineData(ClassifierKind.BoostedTrees)]
    public void State_alone_tells_where_it_counts_down(ClassifierKind kind)
    {
        var options = new ClassifierOptions { Kind = kind };
        var features = new StateFeatures(_episodes, _samples.Train, 16);
        var detector = DodgeClassifier.Train("state", options, _samples, features.Table);
        float[] predicted = detector.Predict(_samples.Validation);
        Assert.True(new DodgeEvaluation("state", _samples.Validation, predicted).Accuracy > 0.9);
        Assert.Equal(_samples.Train.Count, detector.CrossValidated.Count);
        Assert.Empty(detector.Predict([]));
        Assert.Equal(predicted, DodgeClassifier.Train("state", options, _samples, features.Table).Predict(_samples.Validation));
    }

    [Fact]
    public void Cross_validated_scores_are_of_the_training_windows_in_order()
    {
        var detector = DodgeClassifier.Train("state", new ClassifierOptions { Kind = ClassifierKind.LogisticRegression },
            _samples, new StateFeatures(_episodes, _samples.Train, 16).Table);
        var scores = detector.EvaluateCrossValidated(_samples);

        Assert.Equal("state, cross-validated", scores.Name);
        Assert.Equal(_samples.Train.OrderBy(w => (w.Episode, w.EndFrame)), scores.Windows);
        Assert.Equal(detector.CrossValidated[0], scores.Probabilities[scores.Windows.ToList().IndexOf(_samples.Train[0])]);
        Assert.Equal(detector.Predict(_samples.Validation), detector.Evaluate(_samples).Probabilities);
        Assert.Equal(
            $"Found 1 training windows; expected the {_samples.Train.Count} that were cross-validated. (Parameter 'samples')",
            Assert.Throws<ArgumentException>(() =>
                detector.EvaluateCrossValidated(_samples with { Train = [_samples.Train[0]] })).Message);
    }

    [Fact]
    public void The_first_batch_has_the_frames_and_labels_of_the_first_training_windows()
    {
        using var scope = NewDisposeScope();
        var (frames, labels) = _samples.FirstBatch(_episodes, 3);

        Assert.Equal([3, 48, _episodes.Height, _episodes.Width], frames.shape);
        Assert.Equal(_samples.Train.Take(3).Select(w => w.IsDodge ? 1f : 0f), labels.data<float>().ToArray());
        byte[] bytes = new byte[3 * _episodes.Height * _episodes.Width];
        _episodes.Items[_samples.Train[2].Episode].ReadFrames(_samples.Train[2].EndFrame, 1, bytes);
        Assert.Equal(bytes.Select(b => b / 255f), frames[2].narrow(0, 45, 3).flatten().data<float>().ToArray());
    }

    [Fact]
    public void Tables_have_a_row_for_each_fact_split_class_and_detector()
    {
        using var detector = Train("tables", epochs: 1);
        var scores = detector.Evaluate("frames", _samples.Validation);

        Assert.Equal(7, _episodes.ToDataFrame().Rows.Count);
        var split = new[] { _samples }.ToDataFrame();
        Assert.Equal((1, 0), (split.Rows.Count, split["EpisodesOnBothSides"][0]));
        Assert.Equal(["no dodge", "dodge"], DodgeFrames.ByClass(scores)["Class"].Cast<string>());
        Assert.Equal(scores.Calibration(CalibrationMethod.Platt).BrierScore, DodgeFrames.Calibration(scores)["PlattBrier"][0]);
        Assert.Equal(detector.Training.Curve("val_accuracy").Max(),
            DodgeFrames.WithTraining((scores, detector))["BestEpochAccuracy"][0]);
    }

    [Fact]
    public void The_numbers_before_the_last_layer_are_a_row_for_each_window()
    {
        using var detector = Train("features", epochs: 1);
        var features = detector.Features(_samples.Validation);
        Assert.Equal((_samples.Validation.Count, 128), (features.Count, features.Width));
        Assert.Equal(_samples.Validation.Select(w => w.Episode), features.Groups);
        Assert.All(Enumerable.Range(0, features.Count).SelectMany(features.Row), number => Assert.True(number >= 0));
        Assert.All(features.Row(1).Zip(detector.Features([_samples.Validation[1]]).Row(0)),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void Kinds_become_one_number_each_and_quantities_have_mean_0_and_deviation_1()
    {
        var features = new StateFeatures(_episodes, _samples.Train, 16);
        float[][] all = [.. _samples.Train.Select(w => features.Of(w).ToArray())];

        Assert.Equal(16 * (1 + 2), features.Count);
        Assert.All(all, numbers => Assert.Equal(features.Count, numbers.Length));
        double[] countdown = [.. all.SelectMany(numbers => numbers[..16]).Select(v => (double)v)];
        Assert.Equal(0, countdown.Average(), 1e-4);
        Assert.Equal(1, countdown.Average(v => v * v), 1e-4);
        Assert.All(all.SelectMany(numbers => numbers[16..]).Chunk(2), pair => Assert.Equal(1, pair[0] + pair[1]));
        var positive = _samples.Train.First(w => w.IsDodge);
        // the animation changes nine frames before the onset
        Assert.Equal([1f, 0f, 0f, 1f], features.Of(positive).Skip(16 + 10).Take(4));
    }

    [Fact]
    public void Too_few_windows_to_fill_a_batch_are_refused() =>
        Assert.Equal("48 windows to learn from do not fill a batch of 64. (Parameter 'samples')",
            Assert.Throws<ArgumentException>(() => DodgeDetector.TrainOrLoad(new DodgeOptions { BatchSize = 64 }, _episodes,
                _samples, new RunContext { Name = "x" })).Message);
}
