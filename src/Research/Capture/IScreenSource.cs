namespace Research.Capture;

/// <summary>
/// A rectangle of pixels that can be copied at any time: a screen, a part of it, or a window. Used by one thread.
/// </summary>
public interface IScreenSource : IDisposable
{
    /// <summary>What is captured, as a person would say it: <c>window 'Cuphead' on :0</c>.</summary>
    string Description { get; }

    /// <summary>Pixels in a row; even, as video wants it, and the same until the source is disposed.</summary>
    int Width { get; }

    /// <summary>Rows; even, and the same until the source is disposed.</summary>
    int Height { get; }

    /// <summary>What the last picture shows; before there is one, what is to be captured.</summary>
    ScreenState State => new(Width, Height, Visibility.Visible);

    /// <summary>Copies what is shown now.</summary>
    /// <param name="pixels">Filled with <c>[Height, Width, 4]</c> bytes: blue, green, red, unused.</param>
    /// <exception cref="IOException">What is captured is gone, or has another size than before and the source does not follow
    /// it.</exception>
    void Capture(Span<byte> pixels);
}
