using static TorchSharp.torch;

namespace Research.Metrics;

/// <summary>How like two pictures are. Both measures give what scikit-image's functions of the same names give.</summary>
public static class ImageQuality
{
    private const int Window = 7;

    /// <summary>Peak signal-to-noise ratio in dB, of each picture.</summary>
    /// <param name="first">[B, C, H, W].</param>
    /// <param name="second">The same shape.</param>
    /// <param name="range">Distance of black and white: 2 for values in [−1, 1].</param>
    /// <returns>[B]; infinite where the pictures are equal.</returns>
    public static double[] Psnr(Tensor first, Tensor second, double range = 2)
    {
        using var scope = NewDisposeScope();
        var error = (first.detach().to(ScalarType.Float64) - second.detach().to(ScalarType.Float64)).square().mean([1, 2, 3]);
        return [.. error.cpu().data<double>().Select(e => FromError(e, range))];
    }

    /// <summary>The ratio that a mean squared error comes to, in dB.</summary>
    public static double FromError(double meanSquaredError, double range = 2) =>
        10 * Math.Log10(range * range / meanSquaredError);

    /// <summary>
    /// Structural similarity of each picture: the mean over channels and all windows of 7 × 7 pixels that lie inside (Wang et al.
    /// 2004).
    /// </summary>
    /// <param name="first">[B, C, H, W], at least 7 pixels high and wide.</param>
    /// <param name="second">The same shape.</param>
    /// <param name="range">Distance of black and white: 2 for values in [−1, 1].</param>
    /// <returns>[B], at most 1.</returns>
    public static double[] Ssim(Tensor first, Tensor second, double range = 2)
    {
        using var scope = NewDisposeScope();
        var (x, y) = (first.detach().to(ScalarType.Float64), second.detach().to(ScalarType.Float64));
        const double Sample = Window * Window / (Window * Window - 1.0); // scikit-image takes the variance of a sample
        double c1 = 0.01 * range * 0.01 * range, c2 = 0.03 * range * 0.03 * range;
        var (meanX, meanY) = (Mean(x), Mean(y));
        var varianceX = Sample * (Mean(x * x) - meanX * meanX);
        var varianceY = Sample * (Mean(y * y) - meanY * meanY);
        var covariance = Sample * (Mean(x * y) - meanX * meanY);
        var similarity = (2 * meanX * meanY + c1) * (2 * covariance
            + c2) / ((meanX * meanX + meanY * meanY + c1) * (varianceX + varianceY + c2));
        return [.. similarity.mean([1, 2, 3]).cpu().data<double>()];
    }

    private static Tensor Mean(Tensor pictures) => nn.functional.avg_pool2d(pictures, Window, 1);
}
