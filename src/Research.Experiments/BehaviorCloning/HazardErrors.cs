using OpenCvSharp;
using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>Errors of an autoencoder on hazards: what flies, rolls or falls.</summary>
/// <param name="Autoencoder">The autoencoder.</param>
/// <param name="Frames">Frames with a hazard on the screen.</param>
/// <param name="PixelShare">Fraction of their pixels that show it.</param>
/// <param name="Inside">Mean squared error on these pixels.</param>
/// <param name="Elsewhere">Mean squared error on all other pixels of these frames.</param>
/// <param name="Kept">Fraction of the hazards that the reconstructions keep: 1 all, 0 none.</param>
/// <param name="WorstRows">Dataset rows by the error inside, largest sum first.</param>
public sealed record HazardLoss(
    FrameAutoencoder Autoencoder, int Frames, double PixelShare, double Inside, double Elsewhere, double Kept,
    IReadOnlyList<int> WorstRows);

/// <summary>Measures autoencoders on the pixels that a player has to react to.</summary>
/// <param name="scene">What is on the screen in the session.</param>
/// <param name="size">Of the frames of its video.</param>
/// <param name="fights">Its fights, as the autoencoder sees them.</param>
/// <param name="every">Only every n-th frame is measured.</param>
public sealed class HazardErrors(Scene scene, Size size, FightDataset fights, int every = 1) : IDisposable
{
    private const int Block = 64;

    private readonly HazardMask _masks = new(scene, size,
        new FrameTransform(fights.Frames.Store.Width, fights.Frames.Store.Height, FrameColor.Gray));
    private readonly Dictionary<int, HazardPixels> _known = [];

    /// <summary>Measures autoencoders on frames of the fights that show a hazard.</summary>
    /// <param name="autoencoders">The autoencoders.</param>
    /// <param name="scene">What is on the screen in the session; null where its video is a recording.</param>
    /// <param name="fights">Its fights, as the autoencoders see them.</param>
    /// <param name="every">Only every n-th frame is measured.</param>
    /// <param name="context">Reports the frames, and stops; null: <see cref="RunContext.Default"/>.</param>
    /// <returns>One for each autoencoder; none where there is no scene, or the frames are in colour.</returns>
    public static IReadOnlyList<HazardLoss> Measure(
        IEnumerable<FrameAutoencoder> autoencoders, Scene? scene, FightDataset fights, int every, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(fights);
        if (scene is null || fights.Frames.Store.Channels != 1)
        {
            return [];
        }

        context ??= RunContext.Default;
        using var errors = new HazardErrors(scene, DefaultSessions.TrainingSize, fights, every);
        return [.. autoencoders.Select(a => errors.Of(a, context.Progress, context.Cancellation))];
    }

    /// <summary>Measures an autoencoder on every frame of the fights that shows a hazard.</summary>
    /// <param name="autoencoder">The autoencoder.</param>
    /// <param name="progress">Reports the frames.</param>
    /// <param name="cancellation">Stops the work.</param>
    public HazardLoss Of(
        FrameAutoencoder autoencoder, IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(autoencoder);
        var sums = new List<(int Row, double Inside, double Elsewhere, double Along, double Energy, int Pixels)>();
        int pixelCount = fights.Frames.Store.FrameBytes;
        foreach (int[] rows in Enumerable.Range(0, fights.Frames.Count).Where(row => row % every == 0).Chunk(Block))
        {
            cancellation.ThrowIfCancellationRequested();
            float[] drawn = autoencoder.Reconstruct(fights.Frames, rows);
            for (int i = 0; i < rows.Length; i++)
            {
                sums.Add(Measure(rows[i], drawn.AsSpan(i * pixelCount, pixelCount)));
            }

            progress?.Report(new WorkProgress($"hazards, {autoencoder.Options.Name}", rows[^1] + 1, fights.Frames.Count));
        }

        sums.RemoveAll(s => s.Pixels == 0);
        double pixels = sums.Sum(s => (double)s.Pixels), others = (double)sums.Count * pixelCount - pixels;
        return new HazardLoss(autoencoder, sums.Count, pixels / ((double)sums.Count * pixelCount),
            sums.Sum(s => s.Inside) / pixels, sums.Sum(s => s.Elsewhere) / others,
            sums.Sum(s => s.Along) / sums.Sum(s => s.Energy), [.. sums.OrderByDescending(s => s.Inside).Select(s => s.Row)]);
    }

    /// <summary>Frees the painter.</summary>
    public void Dispose() => _masks.Dispose();

    /// <summary>
    /// A hazard is the difference that it makes to the frame. Kept is the fraction of that difference in the reconstruction.
    /// </summary>
    private (int Row, double Inside, double Elsewhere, double Along, double Energy, int Pixels) Measure(int row,
        ReadOnlySpan<float> drawn)
    {
        if (!_known.TryGetValue(row, out var hazard))
        {
            _known[row] = hazard = _masks.PixelsOf(fights.Frames.FrameIndices[row]);
        }

        var original = fights.Frames.Frame(row);
        double inside = 0, elsewhere = 0, along = 0, energy = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            double error = drawn[i] - original[i] / 255.0;
            if (!hazard.Mask[i])
            {
                elsewhere += error * error;
                continue;
            }

            double added = (original[i] - hazard.Without[i]) / 255.0;
            inside += error * error;
            along += (added + error) * added;
            energy += added * added;
        }

        return (row, inside, elsewhere, along, energy, hazard.Mask.Count(m => m));
    }
}
