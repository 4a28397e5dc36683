using System.Globalization;
using Research.Alignment;

namespace Research.TestDisplay;

/// <summary>Keys in a random order, up to four held at once, with pauses between them.</summary>
/// <param name="Commands">The script for xdotool.</param>
/// <param name="Strokes">The keys' names in logs, in order.</param>
public sealed record KeyScript(string[] Commands, IReadOnlyList<(string Key, KeyTransition Transition)> Strokes)
{
    private static readonly (string Xdotool, string Log)[] Keys =
    [
        ("f", "f"), ("d", "d"), ("space", "Key.space"), ("Up", "Key.up"), ("Down", "Key.down"), ("Left", "Key.left"),
            ("Right", "Key.right"), ("Shift_L", "Key.shift"),
        ("2", "2"), ("semicolon", ";"), ("Tab", "Key.tab"), ("F5", "Key.f5"), ("Return", "Key.enter"), ("KP_Home", "KP_Home"),
    ];

    /// <summary>The eight that a ground truth window shows: the report's seven, and Shift.</summary>
    public static IReadOnlyList<string> Shown { get; } = [.. Keys.Take(8).Select(k => k.Log)];

    /// <summary>A script, the same for the same seed.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="seconds">How long its pauses are together, at least.</param>
    /// <param name="longestPause">Seconds.</param>
    /// <param name="onlyShown">Whether it keeps to <see cref="Shown"/>.</param>
    public static KeyScript Random(int seed, double seconds, double longestPause, bool onlyShown = false)
    {
        var random = new Random(seed);
        var held = new List<(string Xdotool, string Log)>();
        var commands = new List<string>();
        var strokes = new List<(string, KeyTransition)>();
        int keys = onlyShown ? Shown.Count : Keys.Length;
        for (double left = seconds; left > 0 || held.Count > 0;)
        {
            bool press = left > 0 && (held.Count == 0 || held.Count < 4 && random.Next(2) == 0);
            var key = press ? Keys.Take(keys).Except(held).ElementAt(random.Next(keys - held.Count))
                : held[random.Next(held.Count)];
            _ = press ? Add(held, key) : held.Remove(key);
            commands.AddRange([press ? "keydown" : "keyup", key.Xdotool]);
            strokes.Add((key.Log, press ? KeyTransition.Down : KeyTransition.Up));
            if (random.Next(4) > 0)
            {
                double pause = random.NextDouble() * longestPause;
                commands.AddRange(["sleep", pause.ToString("0.000", CultureInfo.InvariantCulture)]);
                left -= pause;
            }
        }

        return new KeyScript([.. commands], strokes);
    }

    private static bool Add<T>(List<T> held, T key)
    {
        held.Add(key);
        return true;
    }
}
