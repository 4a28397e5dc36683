using Microsoft.Data.Analysis;
using Research.Tables;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Errors of autoencoders as frames.</summary>
public static class AutoencoderFrames
{
    /// <summary>A row for each epoch of the first autoencoder: its validation error beside the report's, and its time.</summary>
    /// <param name="autoencoder">The autoencoder without a bottleneck.</param>
    public static DataFrame ByEpoch(FrameAutoencoder autoencoder)
    {
        ArgumentNullException.ThrowIfNull(autoencoder);
        var reported = CupheadPublished.BaselineAutoencoderValidationMse;
        return autoencoder.Training.Epochs.Select(epoch => new
        {
            epoch.Epoch,
            ValidationError = epoch["val_loss"],
            ReportError = epoch.Epoch <= reported.Count ? reported[epoch.Epoch - 1] : (double?)null,
            epoch.Seconds,
            DataWaitShare = epoch.WaitShare,
        }).ToDataFrame();
    }

    /// <summary>
    /// A row for each autoencoder: the validation error of its best epoch beside the report's, its time and memory.
    /// </summary>
    /// <param name="autoencoders">The autoencoders.</param>
    public static DataFrame ToDataFrame(this IEnumerable<FrameAutoencoder> autoencoders) => autoencoders.Select(autoencoder => new
    {
        Autoencoder = Name(autoencoder),
        autoencoder.Training.BestEpoch,
        ValidationError = autoencoder.Training.Best["val_loss"],
        ReportError = Reported(autoencoder),
        Minutes = autoencoder.Training.Seconds / 60,
        PeakMemoryMB = autoencoder.Training.PeakMemoryMegabytes,
    }).ToDataFrame();

    /// <summary>A row for each autoencoder: its errors on pixels that show a hazard, and on all others.</summary>
    /// <param name="losses">What the autoencoders lose of the hazards; may be empty.</param>
    public static DataFrame ToDataFrame(this IEnumerable<HazardLoss> losses) => losses.Select(loss => new
    {
        Autoencoder = Name(loss.Autoencoder),
        loss.Frames,
        HazardPixelShare = loss.PixelShare,
        ErrorInside = loss.Inside,
        ErrorElsewhere = loss.Elsewhere,
        Ratio = loss.Inside / loss.Elsewhere,
        loss.Kept,
    }).ToDataFrame();

    /// <summary>A row for each session: its fights, and its frames in fights beside the report's.</summary>
    /// <param name="train">The training session's fights.</param>
    /// <param name="test">The test session's fights.</param>
    public static DataFrame Sessions(FightDataset train, FightDataset test)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        return new[] { (train, CupheadPublished.TrainFightFrames), (test, CupheadPublished.TestFightFrames) }
            .Select(session => new
            {
                Session = session.Item1.Name,
                Fights = session.Item1.Fights.Ranges.Count,
                FramesInFights = session.Item1.Frames.Count,
                ReportFrames = session.Item2,
                Size = $"{session.Item1.Frames.Store.Width} × {session.Item1.Frames.Store.Height}",
            }).ToDataFrame();
    }

    private static string Name(FrameAutoencoder autoencoder) => autoencoder.Options.Latent is null
        ? FormattableString.Invariant($"first, {autoencoder.LatentSize:N0} numbers") : $"{autoencoder.LatentSize} numbers";

    private static double? Reported(FrameAutoencoder autoencoder) => autoencoder.Options.Latent is not { } latent
        ? CupheadPublished.BaselineAutoencoderValidationMse[^1]
        : CupheadPublished.LatentAutoencoderValidationMse.TryGetValue(latent, out double error) ? error : null;
}
