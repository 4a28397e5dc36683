using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Research.Arrays.Npy;

namespace Research.Sessions.Inputs;

/// <summary>A recorded session: actions with their times, and the game's state at the beginning of each tick of 600 ms.</summary>
public sealed partial class InputSession
{
    /// <summary>Length of a tick, which is a window too, in seconds.</summary>
    public const double TickSeconds = 0.6;

    /// <summary>Numbers of a game state.</summary>
    public const int StateWidth = 128;

    /// <summary>Most actions of a window.</summary>
    public const int MostActions = 100;

    private readonly InputAction[] _actions; // times from the beginning of their windows
    private readonly double[] _times; // the same on the session's clock
    private readonly float[] _states;
    private readonly int[] _firsts; // the first action of each tick, and the number of all

    private InputSession(string name, double start, double[] times, InputAction[] actions, float[] states, int[] firsts) =>
        (Name, Start, _times, _actions, _states, _firsts) = (name, start, times, actions, states, firsts);

    /// <summary>What it is called.</summary>
    public string Name { get; }

    /// <summary>When the first tick begins, seconds.</summary>
    public double Start { get; }

    /// <summary>Ticks (T).</summary>
    public int Ticks => _firsts.Length - 1;

    /// <summary>Actions of all ticks (N).</summary>
    public int ActionCount => _actions.Length;

    /// <summary>The actions of a tick; times from its beginning, in [0, 0.6].</summary>
    public ReadOnlySpan<InputAction> Window(int tick) => _actions.AsSpan(_firsts[tick].._firsts[tick + 1]);

    /// <summary>What the game knows at the beginning of a tick: [128].</summary>
    public ReadOnlySpan<float> State(int tick) => _states.AsSpan(tick * StateWidth, StateWidth);

    /// <summary>A session of actions and states.</summary>
    /// <param name="name">What it is called; messages begin with it.</param>
    /// <param name="start">When the first tick begins, seconds.</param>
    /// <param name="actions">The actions, with times on the same clock, none less than the one before.</param>
    /// <param name="states">The states, row-major [T, 128].</param>
    /// <exception cref="InvalidDataException">Times are out of order or outside of the ticks, or a window has more than 100
    /// actions, or states are cut off or no numbers.</exception>
    public static InputSession Of(string name, double start, IReadOnlyList<InputAction> actions, float[] states)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(states);
        if (states.Length % StateWidth != 0)
        {
            throw new InvalidDataException(
                $"{name}, states: found {states.Length} numbers; expected {StateWidth} for each tick.");
        }

        if (Array.FindIndex(states, value => !float.IsFinite(value)) is var wrong and >= 0)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{name}, states, row {wrong / StateWidth}: found {states[wrong]} in column {wrong % StateWidth}; expected a "
                + $"number."));
        }

        var (inWindows, firsts) = Divide(name, start, actions, states.Length / StateWidth);
        return new InputSession(name, start, [.. actions.Select(a => a.Time)], inWindows, states, firsts);
    }

    /// <summary>Reads a session.</summary>
    /// <param name="path">A <c>.npz</c> file.</param>
    /// <exception cref="InvalidDataException">It breaks a rule of the format; the message says where, what was found and what was
    /// expected.</exception>
    public static InputSession Read(string path)
    {
        var npz = Npz.Open(path);
        var actions = ReadArray(npz, "actions", "[N, 7]", shape => shape is [_, InputAction.FeatureCount]);
        var states = ReadArray(npz, "states", "[T, 128]", shape => shape is [_, StateWidth]);
        var start = ReadArray(npz, "start", "one number", shape => shape.All(length => length == 1));
        double[] features = actions.Values<double>();
        double begins = start.Values<double>()[0];
        if (!double.IsFinite(begins))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{path}, start: found {begins}; expected a number of seconds."));
        }

        var parsed = new InputAction[actions.Shape[0]];
        for (int row = 0; row < parsed.Length; row++)
        {
            parsed[row] = InputAction.Parse(features.AsSpan(row * InputAction.FeatureCount, InputAction.FeatureCount),
                $"{path}, actions, row {row}");
        }

        return Of(path, begins, parsed, states.NearestSingles());
    }

    /// <summary>Reads all sessions of a folder, in the order of the numbers in their names.</summary>
    /// <exception cref="InvalidDataException">There is none, or one breaks a rule of the format.</exception>
    public static IReadOnlyList<InputSession> ReadAll(string folder, int? first = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: found no such folder; expected one with a .npz file a session.");
        }

        var files = FilesIn(folder);
        return files.Count > 0
            ? [.. files.Take(first ?? files.Count).Select(Read)]
            : throw new InvalidDataException($"{folder}: found no .npz file; expected one a session.");
    }

    /// <summary>The files of a folder's sessions, in the order of the numbers in their names.</summary>
    /// <param name="folder">An existing folder.</param>
    public static IReadOnlyList<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.npz").OrderBy(NumberOf).ThenBy(file => file, StringComparer.Ordinal)];

    /// <summary>Writes the session as <see cref="Read"/> reads it; the file is written beside and renamed.</summary>
    public void Write(string path)
    {
        double[] features = new double[_actions.Length * InputAction.FeatureCount];
        for (int row = 0; row < _actions.Length; row++)
        {
            (_actions[row] with { Time = _times[row] }).CopyTo(features.AsSpan(row * InputAction.FeatureCount));
        }

        Npz.Write(path, new Dictionary<string, NpyArray>
        {
            ["actions"] = NpyArray.Of<double>([_actions.Length, InputAction.FeatureCount], features),
            ["states"] = NpyArray.Of<float>([Ticks, StateWidth], _states),
            ["start"] = NpyArray.Of<double>([], [Start]),
        }, deflate: true);
    }

    internal void AddTo(IncrementalHash hash)
    {
        hash.AppendData(MemoryMarshal.AsBytes(_firsts.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(_states.AsSpan()));
        Span<double> features = stackalloc double[InputAction.FeatureCount];
        foreach (var action in _actions)
        {
            action.CopyTo(features);
            hash.AppendData(MemoryMarshal.AsBytes(features));
        }
    }

    /// <summary>The last number in a file's name.</summary>
    private static decimal NumberOf(string file) =>
        decimal.TryParse(Number().Match(Path.GetFileNameWithoutExtension(file)).Value, NumberStyles.None,
            CultureInfo.InvariantCulture, out decimal number) ? number : -1;

    [GeneratedRegex("[0-9]+(?=[^0-9]*$)")]
    private static partial Regex Number();

    private static double Edge(double start, int tick) => start + tick * TickSeconds;

    /// <summary>Gives every action to the last tick that begins at or before its time.</summary>
    private static (InputAction[] InWindows, int[] Firsts) Divide(string name, double start, IReadOnlyList<InputAction> actions,
        int ticks)
    {
        var inWindows = new InputAction[actions.Count];
        int[] firsts = new int[ticks + 1];
        int tick = 0;
        for (int row = 0; row < actions.Count; row++)
        {
            double time = actions[row].Time, before = row == 0 ? start : actions[row - 1].Time;
            if (!(time >= before))
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}, actions, row {row}: found time {time}; expected at least {before}, ")
                    + (row == 0 ? "the session's start." : "that of the row before."));
            }

            while (tick < ticks && time >= Edge(start, tick + 1))
            {
                firsts[++tick] = row;
            }

            if (tick == ticks)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}, actions, row {row}: found time {time}; expected less than {Edge(start, ticks)}, the end of the "
                    + $"last of {ticks} ticks of {TickSeconds} s."));
            }

            if (row - firsts[tick] == MostActions)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                    $"{name}, actions, row {row}: found more than {MostActions} actions in the window from {Edge(start, tick)} "
                    + $"s; expected at most {MostActions}."));
            }

            inWindows[row] = actions[row] with { Time = time - Edge(start, tick) };
        }

        Array.Fill(firsts, actions.Count, tick + 1, ticks - tick);
        return (inWindows, firsts);
    }

    private static NpyArray ReadArray(Npz npz, string name, string shape, Func<IReadOnlyList<int>, bool> fits)
    {
        if (!npz.Names.Contains(name) && !npz.Unread.Any(array => array.Name == name))
        {
            throw new InvalidDataException(
                $"{npz.Path}: found no array '{name}' among {(npz.Names.Count == 0 ? "none" : string.Join(", ", npz.Names))}; "
                + $"expected {name}, {shape}.");
        }

        var array = npz[name];
        return fits(array.Shape)
            ? array
            : throw new InvalidDataException(
                $"{npz.Path}, {name}: found the shape [{string.Join(", ", array.Shape)}]; expected {shape}.");
    }
}
