using MathNet.Numerics;
using MathNet.Numerics.Statistics;

namespace Research.Metrics;

/// <summary>A straight line through points by least squares.</summary>
/// <param name="Slope">How y grows with x.</param>
/// <param name="Intercept">y at x = 0.</param>
/// <param name="SlopeError">Standard error of the slope, from the residuals, taken as independent; NaN for two points.</param>
/// <param name="LargestResidual">Farthest distance of a point from the line, in y.</param>
public sealed record LinearFit(double Slope, double Intercept, double SlopeError, double LargestResidual)
{
    /// <summary>Fits y = intercept + slope × x.</summary>
    /// <param name="x">[N]</param>
    /// <param name="y">[N]</param>
    /// <exception cref="ArgumentException">The lengths differ, or fewer than two of the x are different.</exception>
    public static LinearFit Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || x.Distinct().Take(2).Count() < 2)
        {
            throw new ArgumentException(
                $"A line is fitted to two points at least; found {x.Count} x, {x.Distinct().Count()} of them different, and "
                + $"{y.Count} y.", nameof(x));
        }

        double[] xs = [.. x];
        var (intercept, slope) = Fit.Line(xs, [.. y]);
        double[] residuals = [.. y.Select((value, i) => value - intercept - slope * xs[i])];
        double squares = residuals.Sum(residual => residual * residual), spread = xs.PopulationVariance() * xs.Length;
        return new(slope, intercept, xs.Length > 2 ? Math.Sqrt(squares / (xs.Length - 2) / spread) : double.NaN,
            residuals.Max(Math.Abs));
    }
}
