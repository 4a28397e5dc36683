using MathNet.Numerics.LinearAlgebra;

namespace Research.Checking;

/// <summary>
/// What changed in the picture in each step of a tenth of a second: the signed and the absolute change of 16×9 blocks, as
/// principal components of equal variance.
/// </summary>
internal static class LagFeatures
{
    private const int Columns = 16, Rows = 9, Block = 4;

    /// <summary>Components that are kept; those behind them are noise of the encoder.</summary>
    private const int Components = 64;

    /// <summary>Share of the largest variance below which a component is noise.</summary>
    private const double LeastVariance = 1e-5;

    /// <summary>Makes the features of some frames.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="frames">Each frame with the one that it is compared with.</param>
    /// <returns>[components][frames]: of mean 0 and variance 1.</returns>
    public static float[][] Of(CheckedPictures pictures, IReadOnlyList<(int Frame, int Before)> frames)
    {
        const int blocks = Columns * Rows;
        var changes = Matrix<double>.Build.Dense(frames.Count, 2 * blocks);
        double[] now = new double[blocks], before = new double[blocks];
        for (int row = 0; row < frames.Count; row++)
        {
            Reduce(pictures[frames[row].Frame], now);
            Reduce(pictures[frames[row].Before], before);
            for (int i = 0; i < blocks; i++)
            {
                changes[row, i] = now[i] - before[i];
                changes[row, blocks + i] = Math.Abs(now[i] - before[i]);
            }
        }

        for (int column = 0; column < changes.ColumnCount; column++)
        {
            changes.SetColumn(column, changes.Column(column) - changes.Column(column).Average());
        }

        var covariance = changes.TransposeThisAndMultiply(changes) / frames.Count;
        var evd = covariance.Evd(Symmetricity.Symmetric);
        int last = changes.ColumnCount - 1; // eigenvalues rise
        int[] kept = [.. Enumerable.Range(0, Components).Select(i => last - i)
            .Where(i => evd.EigenValues[i].Real > LeastVariance * evd.EigenValues[last].Real && evd.EigenValues[i].Real > 0)];
        return [.. kept.Select(i => (changes * (evd.EigenVectors.Column(i) / Math.Sqrt(evd.EigenValues[i].Real)))
            .Select(value => (float)value).ToArray())];
    }

    private static void Reduce(ReadOnlySpan<byte> picture, double[] to)
    {
        Array.Clear(to);
        for (int y = 0; y < CheckedPictures.Height; y++)
        {
            for (int x = 0; x < CheckedPictures.Width; x++)
            {
                to[y / Block * Columns + x / Block] += picture[y * CheckedPictures.Width + x] / (double)(Block * Block);
            }
        }
    }
}
