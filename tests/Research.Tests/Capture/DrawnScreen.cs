using Research.Capture;

namespace Research.Tests.Capture;

/// <summary>A screen on which a program draws a bar code: a number, and what is held.</summary>
/// <param name="number">Asked when the screen is captured.</param>
/// <param name="held">The same.</param>
internal sealed class DrawnScreen(Func<int> number, Func<uint>? held = null) : IScreenSource
{
    public string Description => "a drawn bar code";

    public int Width => BarCode.Width;

    public int Height => BarCode.Height;

    /// <summary>Called before a picture is taken; may take its time, or throw.</summary>
    public Action BeforeCapture { get; init; } = static () => { };

    public void Capture(Span<byte> pixels)
    {
        BeforeCapture();
        BarCode.Draw(pixels, number(), held?.Invoke() ?? 0);
    }

    public void Dispose()
    {
    }
}
