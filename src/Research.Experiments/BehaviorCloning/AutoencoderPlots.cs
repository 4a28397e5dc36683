using System.Globalization;
using Research.Figures;
using Research.Nn;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Figures of autoencoders: their training, their reconstructions, their latents.</summary>
public static class AutoencoderPlots
{
    /// <summary>Frames in a figure of lost hazards.</summary>
    private const int MostLost = 6;

    /// <summary>Training and validation error of each autoencoder by epoch.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="autoencoders">The autoencoders; at least one.</param>
    public static Chart Training(string title, params IReadOnlyList<FrameAutoencoder> autoencoders) =>
        new Chart(title).TrainingCurves(
            [.. autoencoders.Select(autoencoder => new TrainingCurve(
                autoencoders.Count == 1 ? "" : $"{autoencoder.LatentSize} latents",
                autoencoder.Training.Curve("train_loss"), autoencoder.Training.Curve("val_loss")))],
            new() { Y = "Mean squared error" });

    /// <summary>
    /// Frames of some fights on the first two principal components of their latents, to explore: hovering names the frame and its
    /// keys.
    /// </summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="fights">The fights; the first rare action that a frame has, else the first of the composite, gives its
    /// colour.</param>
    /// <param name="autoencoder">Makes the latents.</param>
    /// <param name="context">Reports the frames, and stops; null: <see cref="RunContext.Default"/>.</param>
    public static ExploredFigure LatentPca(
        string title, FightDataset fights, FrameAutoencoder autoencoder, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(autoencoder);
        context ??= RunContext.Default;
        using var latents = autoencoder.Encode(fights.Frames, context.Progress, context.Cancellation);
        var components = PrincipalComponents.Fit(latents);
        var (truth, frames) = (fights.Timeline, fights.Frames.FrameIndices);
        var colored = fights.Game.RareActions.Union(fights.Game.CompositeActions);
        var rare = colored.Select(name => (Name: name, Index: truth.Actions.IndexOf(name))).ToList();
        string Axis(int component) => string.Create(
            CultureInfo.InvariantCulture,
            $"Principal component {component} ({100 * components.ExplainedVarianceRatio[component - 1]:0.0} % of the variance)");
        string Keys(int frame) => string.Join(" + ", truth.Actions.Names.Where((_, action) => truth[frame, action]));
        return Explore.Points(
            new(title, Axis(1), Axis(2)) { Height = 640 }, components.Project(latents),
            [.. frames.Select(frame => rare.FirstOrDefault(action => truth[frame, action.Index]).Name ?? "IDLE/MOVE")],
            [.. frames.Select(frame => $"frame {frame}: {Keys(frame)}")]);
    }

    /// <summary>Frames over their reconstructions, each with its mean squared error.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="fights">The fights.</param>
    /// <param name="autoencoder">The autoencoder.</param>
    /// <param name="rows">Which of the fights' frames, from 0.</param>
    /// <param name="differences">Whether a third row has four times the absolute difference.</param>
    public static Chart Reconstructions(
        string title, FightDataset fights, FrameAutoencoder autoencoder, IReadOnlyList<int> rows, bool differences = false)
    {
        ArgumentNullException.ThrowIfNull(fights);
        ArgumentNullException.ThrowIfNull(autoencoder);
        var frames = fights.Frames;
        var shape = frames.Store.Shape;
        float[] drawn = autoencoder.Reconstruct(frames, rows);
        return Reconstructions(title,
            [.. rows.Select((row, i) => (frames.FrameIndices[row],
                frames.Frame(row).ToArray().Select(pixel => pixel / 255f).ToArray(),
                Pixels(drawn.AsSpan(i * shape.Length, shape.Length), shape.Channels)))],
            shape.Height, shape.Width, differences);
    }

    /// <summary>
    /// The frames in which an autoencoder loses most of the hazards, over their reconstructions and differences.
    /// </summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="fights">The fights that were measured.</param>
    /// <param name="hazards">What the autoencoder loses, by <see cref="HazardErrors"/>; null where it was not measured.</param>
    /// <returns>A chart that says so where nothing was measured.</returns>
    public static Chart LostHazards(string title, FightDataset fights, HazardLoss? hazards) => hazards is null
        ? PolicyPlots.Nothing("Hazards are known in grey frames of simulated sessions only")
        : Reconstructions(title, fights, hazards.Autoencoder, [.. hazards.WorstRows.Take(MostLost).Order()], differences: true);

    /// <summary>[C, H, W] to [H, W, C].</summary>
    private static float[] Pixels(ReadOnlySpan<float> planes, int channels)
    {
        int plane = planes.Length / channels;
        float[] pixels = new float[planes.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = planes[i % channels * plane + i / channels];
        }

        return pixels;
    }

    /// <summary>
    /// Originals over reconstructions, each with its mean squared error, and optionally four times the absolute difference.
    /// </summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="frames">Numbers of the frames; originals and reconstructions [H, W] or [H, W, 3] in [0, 1].</param>
    /// <param name="height">Rows of a frame.</param>
    /// <param name="width">Columns of a frame.</param>
    /// <param name="differences">Whether there is a third row.</param>
    private static Chart Reconstructions(
        string title, IReadOnlyList<(int Frame, float[] Original, float[] Reconstructed)> frames, int height, int width,
            bool differences = false)
    {
        ArgumentNullException.ThrowIfNull(frames);
        string Error(float[] a, float[] b) => "MSE " + a.Zip(b, (x, y) => ((double)x - y) * (x - y)).Average()
            .ToString("0.0000", CultureInfo.InvariantCulture);
        string[] rows = ["frame", "drawn", "4 × difference"];
        return new Chart(title).ImageGrid(
        [
            .. frames.Select(f => new Picture($"{f.Frame}", f.Original, height, width)),
            .. frames.Select(f => new Picture(Error(f.Original, f.Reconstructed), f.Reconstructed, height, width)),
            .. frames.Where(_ => differences).Select(f =>
                new Picture("", [.. f.Original.Zip(f.Reconstructed, (a, b) => 4 * Math.Abs(a - b))], height, width)),
        ], frames.Count, new() { Rows = rows[..(differences ? 3 : 2)] });
    }
}
