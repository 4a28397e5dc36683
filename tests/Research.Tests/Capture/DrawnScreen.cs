using Research.Capture;

namespace Research.Tests.Capture;

/// <summary>A screen on which a program draws a bar code: a number, and what is held.</summary>
/// <param name="shown">Asked when the screen is captured.</param>
internal sealed class DrawnScreen(Func<(int Number, uint Held)> shown) : IScreenSource
{
    public DrawnScreen(Func<int> number)
        : this(() => (number(), 0))
    {
    }

    public string Description => "a drawn bar code";

    public int Width => BarCode.Width;

    public int Height => BarCode.Height;

    /// <summary>Called before a picture is taken; may take its time, or throw.</summary>
    public Action BeforeCapture { get; init; } = static () => { };

    public void Capture(Span<byte> pixels)
    {
        BeforeCapture();
        var (number, held) = shown();
        BarCode.Draw(pixels, number, held);
    }

    public void Dispose()
    {
    }
}
