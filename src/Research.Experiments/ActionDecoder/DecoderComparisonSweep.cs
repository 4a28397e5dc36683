using Research.Sessions.Inputs;
using Research.Sweeps;
using Research.Training;

namespace Research.Experiments.ActionDecoder;

/// <summary>Sessions of mouse and keyboard, or the default ones.</summary>
/// <param name="Folder">A folder of sessions; empty for the default ones.</param>
/// <param name="Sessions">How many of the default ones.</param>
/// <param name="Ticks">Length of a default one.</param>
/// <param name="Seed">Seed of the default ones.</param>
/// <param name="HeldOut">Sessions to validate on, and as many to test on.</param>
public sealed record ClickData(string Folder, int Sessions, int Ticks, int Seed, int HeldOut)
{
    /// <summary>
    /// A folder, or as many default sessions as the profile has. Of a folder with few sessions fewer are held out than the
    /// profile says, so that at least one is left to train on.
    /// </summary>
    /// <param name="folder">A folder of sessions; empty for the default ones.</param>
    public static ClickData OfProfile(string folder)
    {
        int heldOut = Profile.Pick(smoke: 1, quick: 3, report: 20);
        if (Directory.Exists(folder))
        {
            heldOut = Math.Min(heldOut, InputWindows.MostHeldOut(InputSession.FilesIn(folder).Count));
        }

        return new(folder, Profile.Pick(smoke: 4, quick: 18, report: 200), Profile.Pick(smoke: 60, quick: 200, report: 1000),
            Seed: 1, heldOut);
    }
}

/// <summary>The four decoders of notebook 07, each trained and scored on the test sessions.</summary>
public sealed class DecoderComparisonSweep : ISweepExperiment
{
    /// <inheritdoc/>
    public string Name => "decoder-comparison";

    /// <inheritdoc/>
    public IReadOnlyList<string> Scores => ["test.time_error", "test.event_accuracy", "test.length_error", "test.overrun",
        "test.calibration_error", "val_loss"];

    /// <summary>The runs of all decoders.</summary>
    /// <param name="options">How they are trained, but for decoder and seed.</param>
    /// <param name="data">The sessions.</param>
    /// <param name="seeds">Number of seeds.</param>
    public static IEnumerable<SweepTask> Plan(DecodingOptions options, ClickData data, int seeds)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Enum.GetValues<DecoderKind>().SelectMany(decoder =>
            SweepTask.Seeds(seeds).Select(seed => Task(options with { Decoder = decoder, Seed = seed }, data)));
    }

    /// <summary>The run of one decoder.</summary>
    /// <param name="options">How it is trained.</param>
    /// <param name="data">The sessions.</param>
    public static SweepTask Task(DecodingOptions options, ClickData data)
    {
        ArgumentNullException.ThrowIfNull(options);
        return SweepTask.Of("decoder-comparison", "decoder", TrainedActionDecoder.NameOf(options.Decoder), options, data);
    }

    /// <inheritdoc/>
    public void Prepare(SweepTask task, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        _ = Open(task.DataAs<ClickData>(), progress, cancellation);
    }

    /// <inheritdoc/>
    public string Run(
        SweepTask task, Func<string, string> folderOf, IProgress<WorkProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(task);
        var data = task.DataAs<ClickData>();
        var (train, validation, test) = Open(data, progress, cancellation);
        using var model = TrainedActionDecoder.TrainOrLoad(task.OptionsAs<DecodingOptions>(), train, validation,
            task.Context(progress, cancellation));
        var scores = new DecodingEvaluation(test,
            GeneratedWindows.Of(task.Variant, model, test, data.Seed, RunContext.With(progress, cancellation)));
        RunDirectory.SaveEvaluation(model.Folder, "test", new
        {
            scores.TimeError,
            scores.EventAccuracy,
            scores.LengthError,
            scores.Overrun,
            scores.LengthDistance,
            scores.GapDistance,
            PlaceNats = scores.PlaceNegativeLogLikelihood,
            EventNats = scores.EventNegativeLogLikelihood,
            scores.CalibrationError,
        });
        return model.Folder;
    }

    private static (InputWindows Train, InputWindows Validation, InputWindows Test) Open(
        ClickData data, IProgress<WorkProgress>? progress, CancellationToken cancellation) =>
        InputWindows.Split(
            DefaultClicks.Open(data.Folder, data.Sessions, data.Ticks, data.Seed, RunContext.With(progress, cancellation)),
            data.HeldOut);
}
