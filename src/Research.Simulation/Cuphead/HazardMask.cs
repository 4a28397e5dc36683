using OpenCvSharp;
using Research.Sessions;

namespace Research.Simulation.Cuphead;

/// <summary>
/// Which pixels of a staged frame show something that flies, rolls or falls: those that change when it is left out.
/// </summary>
/// <param name="scene">What is on stage.</param>
/// <param name="size">Of the frames of the video.</param>
/// <param name="transform">What becomes of a frame; by default the report's 128×72 in grey.</param>
public sealed class HazardMask(Scene scene, Size size, FrameTransform? transform = null) : IDisposable
{
    /// <summary>A pixel that changes by less, of 255, is not of a hazard but of its soft edge.</summary>
    private const int Least = 10;

    private readonly ScenePainter _painter = new(size);
    private readonly FrameTransform _transform = transform ?? FrameTransform.Report;

    /// <summary>The mask of a frame; nowhere true where no hazard is about.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <returns>Row-major [H, W].</returns>
    public bool[] Of(int frame) => PixelsOf(frame).Mask;

    /// <summary>The mask of a frame, and the frame without its hazards.</summary>
    internal HazardPixels PixelsOf(int frame)
    {
        var shown = scene[frame];
        bool[] mask = new bool[_transform.FrameBytes];
        if (shown.Arena is not { Hazards.Count: > 0 } arena)
        {
            return new HazardPixels(mask, []);
        }

        byte[] with = Pixels(shown), without = Pixels(shown with { Arena = arena with { Hazards = [] } });
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = Math.Abs(with[i] - without[i]) >= Least;
        }

        return new HazardPixels(mask, without);
    }

    /// <summary>Frees the painter.</summary>
    public void Dispose() => _painter.Dispose();

    private byte[] Pixels(SceneFrame frame)
    {
        using var canvas = new Mat(size, MatType.CV_8UC3);
        _painter.Paint(frame, canvas);
        byte[] pixels = new byte[_transform.FrameBytes];
        _transform.Apply(canvas, pixels);
        return pixels;
    }
}

/// <summary>The hazards of a frame.</summary>
/// <param name="Mask">[H, W], true where a hazard is.</param>
/// <param name="Without">[H, W], the frame without them; empty where there are none.</param>
internal sealed record HazardPixels(bool[] Mask, byte[] Without);
