using Research.Alignment;

namespace Research.Capture;

/// <summary>
/// Presses and releases of keys, whichever window has the focus; nothing is grabbed, and every program still gets them.
/// </summary>
public interface IKeySource : IDisposable
{
    /// <summary>Whether a key of the keyboard has this name in its layout. Not to be asked while someone listens.</summary>
    /// <param name="key">As event logs have it: <c>f</c>, <c>Key.f1</c>.</param>
    bool Has(string key);

    /// <summary>
    /// Hands on every press and release, in order, until it is cancelled; then returns. What a held key repeats is left out.
    /// </summary>
    /// <param name="heard">Called on the calling thread; must return quickly.</param>
    /// <param name="cancellation">Ends the listening.</param>
    /// <param name="mouse">Called with every button, notch of the wheel and relative motion of the mouse; null, or a system on
    /// which the kit does not hear the mouse (Windows): only keys are heard.</param>
    /// <exception cref="IOException">The connection that the keys came from is gone.</exception>
    void Listen(Action<KeyStroke> heard, CancellationToken cancellation, Action<MouseInput>? mouse = null);
}
