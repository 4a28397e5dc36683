using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;
using Research.Training;

namespace Research.Experiments.Tests.ActionDecoder;

[Collection(nameof(TakingTurns))]
public sealed class ActionModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly InputWindows _train = Metronome(seed: 1, sessions: 4), _test = Metronome(seed: 9, sessions: 1);

    public ActionModelTests() => RunDirectory.Root = Path.Combine(_folder.Path, "runs");

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void A_decoder_learns_when_keys_come_and_is_the_same_when_loaded()
    {
        using var model = TrainedActionDecoder.TrainOrLoad(Options(DecoderKind.Sequential, epochs: 30), _train, _test,
            new RunContext { Name = "metronome" });
        var evaluation = new DecodingEvaluation(_test, GeneratedWindows.Of("sequential", model, _test));
        var trivial = DecoderBaselines.All(_train, _test).Select(t => new DecodingEvaluation(_test, t)).ToList();
        Assert.All(trivial, t => Assert.True(evaluation.TimeError < 0.5 * t.TimeError,
            $"{evaluation.TimeError} ms beside {t.TimeError} of {t.Predictions.Name}"));
        Assert.True(evaluation.LengthError < 0.2, $"{evaluation.LengthError} actions");

        using var loaded = TrainedActionDecoder.Load(model.Folder);
        Assert.Equal(model.Generate(_test, 1), loaded.Generate(_test, 1));
        Assert.Equal(model.Training.Curve("val_loss"), loaded.Training.Curve("val_loss"));
        Assert.Equal(model.Training.Best["val_loss"], model.Loss(_test)["loss"], 5);
        Assert.Null(model.PredictLengths(_test));
        using var again = TrainedActionDecoder.TrainOrLoad(Options(DecoderKind.Sequential, epochs: 30), _train, _test,
            RunContext.With(new Heard(_ => Assert.Fail("It is computed again."))).Named("metronome"));
    }

    [Theory]
    [InlineData(DecoderKind.Parallel)]
    [InlineData(DecoderKind.TimingAware)]
    [InlineData(DecoderKind.Sequential)]
    [InlineData(DecoderKind.Attention)]
    public void Training_is_the_same_bit_for_bit_also_when_it_was_stopped(DecoderKind decoder)
    {
        var options = Options(decoder, epochs: 2);
        using var whole = TrainedActionDecoder.TrainOrLoad(options, _train, _test, new RunContext { Name = "whole" });
        using var stop = new CancellationTokenSource();
        Assert.Throws<TrainingInterruptedException>(() =>
            TrainedActionDecoder.TrainOrLoad(options, _train, _test, RunContext.With(new Heard(p =>
        {
            if (p.Done == _train.BatchCount(options.BatchSize) + 1)
            {
                stop.Cancel();
            }
        }), stop.Token).Named("stopped")));
        using var resumed = TrainedActionDecoder.TrainOrLoad(options, _train, _test, new RunContext { Name = "stopped" });
        Assert.Equal(whole.Training.Curve("train_loss"), resumed.Training.Curve("train_loss"));
        Assert.Equal(whole.Training.Curve("val_loss"), resumed.Training.Curve("val_loss"));
        Assert.Equal(whole.Generate(_test, 3), resumed.Generate(_test, 3));
        Assert.Equal(decoder is DecoderKind.Parallel or DecoderKind.TimingAware, resumed.PredictLengths(_test) is not null);
    }

    [Fact]
    public void Another_history_is_another_run()
    {
        var options = Options(DecoderKind.Parallel, epochs: 1);
        using var ordered = TrainedActionDecoder.TrainOrLoad(options, _train, _test, new RunContext { Name = "a" });
        using var shuffled = TrainedActionDecoder.TrainOrLoad(options, new InputWindows(_train.Sessions, shuffleHistory: true),
            _test, new RunContext { Name = "a" });
        Assert.NotEqual(ordered.Folder, shuffled.Folder);
        Assert.NotEqual(ordered.Training.Curve("train_loss"), shuffled.Training.Curve("train_loss"));
    }

    private static DecodingOptions Options(DecoderKind decoder, int epochs) =>
        new() { Decoder = decoder, HiddenSize = 32, Epochs = epochs, Patience = null, BatchSize = 16, LearningRate = 5e-3 };

    /// <summary>The state's first number says when the first of two keys comes, or, below zero, that none does.</summary>
    private static InputWindows Metronome(int seed, int sessions) => new([.. Enumerable.Range(0, sessions).Select(number =>
    {
        const int Ticks = 58;
        var random = new Random(1000 * seed + number);
        float[] states = new float[Ticks * InputSession.StateWidth];
        var actions = new List<InputAction>();
        for (int tick = 0; tick < Ticks; tick++)
        {
            float beat = states[tick * InputSession.StateWidth] = random.Next(3) == 0 ? -1 : random.NextSingle();
            if (beat >= 0)
            {
                double first = 0.6 * tick + 0.05 + 0.3 * beat;
                actions.AddRange([new InputAction(first, InputEvent.Key, 0.5f, 0.5f, Key: 3),
                    new InputAction(first + 0.1, InputEvent.Key, 0.5f, 0.5f, Key: 4)]);
            }
        }

        return InputSession.Of($"metronome {number}", 0, actions, states);
    })]);
}
