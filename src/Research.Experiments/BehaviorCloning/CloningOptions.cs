using System.Globalization;
using Research.Alignment;
using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Experiments.BehaviorCloning;

/// <summary>One policy on latents: its autoencoder and itself. The defaults are the report's.</summary>
public sealed record CloningOptions
{
    /// <summary>The session to learn from.</summary>
    public string Train { get; init; } = "Train";

    /// <summary>The session that is scored.</summary>
    public string Test { get; init; } = "Test";

    /// <summary>How the autoencoder is trained.</summary>
    public AutoencoderOptions Autoencoder { get; init; } = new();

    /// <summary>How the policy is trained, by focal loss.</summary>
    public PolicyOptions Policy { get; init; } = new();

    /// <summary>The report's options, in the profiles below it with fewer epochs and frames.</summary>
    public static CloningOptions OfProfile => new()
    {
        Autoencoder = AutoencoderOptions.OfProfile,
        Policy = PolicyOptions.OfProfile,
    };

    /// <summary>Says how many frames a window of seconds has, before anything is trained.</summary>
    /// <param name="data">Where the sessions are.</param>
    /// <returns>A line; null where windows are given in frames.</returns>
    /// <exception cref="InvalidDataException">The sessions have different rates of frames.</exception>
    /// <exception cref="LogFormatException">A log is absent, empty or malformed.</exception>
    public string? DescribeWindow(SessionData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (Policy.WindowSeconds is not { } seconds)
        {
            return null;
        }

        string folder = data.Folder.Length > 0 ? data.Folder : DefaultSessions.Folder(data.Fights, data.Seed);
        double interval = Interval(data.Train);
        new WindowRate(interval).Require(data.Test, Interval(data.Test));
        int frames = Policy.AtInterval(interval).WindowLength;
        return string.Create(CultureInfo.InvariantCulture,
            $"window_seconds {seconds:0.###}: {frames} frames at {1 / interval:0.##} frames a second, {frames * interval:0.###} s");

        double Interval(string name) => SessionLogs.Open(folder, name).Frames.Interval;
    }

    /// <summary>The same as a grid of a single policy.</summary>
    /// <exception cref="InvalidDataException">The autoencoder has no latent size.</exception>
    public FocalGridOptions AsGrid() => new()
    {
        Latents = [Autoencoder.Latent ?? throw new InvalidDataException(
            "autoencoder.latent: found null; expected a latent size, such as 512.")],
        Cells = [Policy.Cell],
        Seeds = [Policy.Seed],
        Autoencoder = Autoencoder,
        Policy = Policy,
    };
}
