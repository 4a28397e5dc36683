namespace Research.Capture;

/// <summary>
/// Presses and releases of keys, whichever window has the focus; nothing is grabbed, and every program still gets them.
/// </summary>
public interface IKeySource : IDisposable
{
    /// <summary>
    /// Hands on every press and release, in order, until it is cancelled; then returns. What a held key repeats is left out.
    /// </summary>
    /// <param name="heard">Called on the calling thread; must return quickly.</param>
    /// <param name="cancellation">Ends the listening.</param>
    /// <exception cref="IOException">The connection that the keys came from is gone.</exception>
    void Listen(Action<KeyStroke> heard, CancellationToken cancellation);
}
