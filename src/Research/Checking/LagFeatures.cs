using MathNet.Numerics.LinearAlgebra;

namespace Research.Checking;

/// <summary>
/// What changed in the picture in each step of a tenth of a second: the signed change of 16×9 blocks, and for 8×4 blocks the
/// absolute change and the motion to the right and down, as principal components of equal variance.
/// </summary>
/// <remarks>
/// Motion is the product of the change in time and the change in space, negated: a thing that goes right, or a picture that
/// scrolls, has one sign wherever it is and whatever it looks like.
/// </remarks>
internal static class LagFeatures
{
    private const int Width = CheckedPictures.Width, Height = CheckedPictures.Height;
    private const int FineColumns = 16, FineRows = 9, CoarseColumns = 8, CoarseRows = 4;
    private const int Fine = FineColumns * FineRows, Coarse = CoarseColumns * CoarseRows;

    /// <summary>Components that are kept, of 240.</summary>
    private const int Components = 64;

    /// <summary>Share of the largest variance below which a component is noise.</summary>
    private const double LeastVariance = 1e-4;

    /// <summary>Makes the features of some frames.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="frames">Each frame with the one that it is compared with.</param>
    /// <returns>[components][frames]: of mean 0 and variance 1.</returns>
    public static float[][] Of(CheckedPictures pictures, IReadOnlyList<(int Frame, int Before)> frames)
    {
        var changes = Matrix<double>.Build.Dense(frames.Count, Fine + 3 * Coarse);
        double[] row = new double[changes.ColumnCount];
        for (int i = 0; i < frames.Count; i++)
        {
            Change(pictures[frames[i].Frame], pictures[frames[i].Before], row);
            changes.SetRow(i, row);
        }

        for (int column = 0; column < changes.ColumnCount; column++)
        {
            var values = changes.Column(column);
            values -= values.Average();
            double deviation = values.L2Norm() / Math.Sqrt(frames.Count);
            changes.SetColumn(column, deviation > 0 ? values / deviation : values);
        }

        var evd = (changes.TransposeThisAndMultiply(changes) / frames.Count).Evd(Symmetricity.Symmetric);
        int last = changes.ColumnCount - 1; // eigenvalues rise
        int[] kept = [.. Enumerable.Range(0, Components).Select(i => last - i)
            .Where(i => evd.EigenValues[i].Real > LeastVariance * evd.EigenValues[last].Real && evd.EigenValues[i].Real > 0)];
        return [.. kept.Select(i => (changes * (evd.EigenVectors.Column(i) / Math.Sqrt(evd.EigenValues[i].Real)))
            .Select(value => (float)value).ToArray())];
    }

    private static void Change(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before, double[] to)
    {
        Array.Clear(to);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int at = y * Width + x, change = now[at] - before[at];
                int coarse = Fine + y / (Height / CoarseRows) * CoarseColumns + x / (Width / CoarseColumns);
                to[y / (Height / FineRows) * FineColumns + x / (Width / FineColumns)] += change;
                to[coarse] += Math.Abs(change);
                if (change != 0 && x > 0 && x < Width - 1 && y > 0 && y < Height - 1)
                {
                    to[coarse + Coarse] -= change * (now[at + 1] - now[at - 1] + before[at + 1] - before[at - 1]);
                    to[coarse + 2 * Coarse] -=
                        change * (now[at + Width] - now[at - Width] + before[at + Width] - before[at - Width]);
                }
            }
        }
    }
}
