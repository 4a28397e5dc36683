using System.Collections.Concurrent;
using Research.Alignment;
using Research.Capture;

namespace Research.Tests.Capture;

/// <summary>
/// A keyboard that a script plays: strokes at given seconds after the listening began, or when they are asked for.
/// </summary>
internal sealed class PlayedKeys(params (double After, string Key, KeyTransition Transition)[] script) : IKeySource
{
    private readonly BlockingCollection<KeyStroke> _asked = [];
    private readonly ConcurrentDictionary<string, bool> _held = new();

    /// <summary>What was pressed and released, with the times that the keyboard gave.</summary>
    public ConcurrentQueue<KeyStroke> Played { get; } = new();

    /// <summary>Held by whoever looks at the keys and the clock at once.</summary>
    public Lock Moment { get; } = new();

    public bool IsHeld(string key) => _held.ContainsKey(key);

    /// <summary>Plays a stroke now.</summary>
    public void Play(string key, KeyTransition transition, int? code = null) =>
        _asked.Add(new KeyStroke(key, transition, UtcClock.Now, code));

    public void Press(string key)
    {
        Play(key, KeyTransition.Down);
        Play(key, KeyTransition.Up);
    }

    /// <summary>Pulls the plug.</summary>
    public void Unplug() => _asked.CompleteAdding();

    public bool Has(string key) => true;

    public void Listen(Action<KeyStroke> heard, CancellationToken cancellation, Action<MouseInput>? mouse = null)
    {
        double start = UtcClock.Now;
        foreach (var (after, key, transition) in script)
        {
            double wait = start + after - UtcClock.Now;
            if (wait > 0 && cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(wait)))
            {
                return;
            }

            KeyStroke stroke;
            lock (Moment)
            {
                stroke = Change(new KeyStroke(key, transition, UtcClock.Now));
            }

            heard(stroke);
        }

        foreach (var stroke in _asked.GetConsumingEnumerable(cancellation))
        {
            heard(Change(stroke));
        }

        throw new IOException("the keyboard was pulled out");
    }

    public void Dispose() => _asked.Dispose();

    private KeyStroke Change(KeyStroke stroke)
    {
        if (stroke.Transition == KeyTransition.Down)
        {
            _held[stroke.Key] = true;
        }
        else
        {
            _held.TryRemove(stroke.Key, out _);
        }

        Played.Enqueue(stroke);
        return stroke;
    }
}
