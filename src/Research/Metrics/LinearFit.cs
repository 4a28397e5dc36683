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
            throw new ArgumentException($"A line is fitted to two points at least; found {x.Count} x, {x.Distinct().Count()} of them different, and {y.Count} y.", nameof(x));
        }

        double meanX = x.Average(), meanY = y.Average(), xx = 0, xy = 0;
        for (int i = 0; i < x.Count; i++)
        {
            xx += (x[i] - meanX) * (x[i] - meanX);
            xy += (x[i] - meanX) * (y[i] - meanY);
        }

        double slope = xy / xx, intercept = meanY - slope * meanX, squares = 0, largest = 0;
        for (int i = 0; i < x.Count; i++)
        {
            double residual = y[i] - intercept - slope * x[i];
            squares += residual * residual;
            largest = Math.Max(largest, Math.Abs(residual));
        }

        return new(slope, intercept, x.Count > 2 ? Math.Sqrt(squares / (x.Count - 2) / xx) : double.NaN, largest);
    }
}
