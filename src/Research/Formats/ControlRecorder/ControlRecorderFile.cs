using System.Globalization;
using Research.Arrays.Npy;
using Research.Sessions.Controls;

namespace Research.Formats.ControlRecorder;

/// <summary>
/// A file of the recorder. Version 2 has <c>frames</c> [N, 260], <c>controls</c> [N, 28] and <c>game_state</c> [N, 46]; version
/// 1 has the parts of the body in arrays of their own, ten controls, and 24, 16 or no numbers of game state.
/// </summary>
/// <param name="npz">The file.</param>
internal sealed class ControlRecorderFile(Npz npz)
{
    /// <summary>Where each of version 1's controls stands in version 2.</summary>
    private static readonly int[] ControlColumns = [0, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    /// <summary>Where each of version 1's numbers of game state stands in version 2; −1 for can_block, which it lacks.</summary>
    private static readonly int[] StateColumns =
        [0, 1, 2, 3, -1, 4, 5, 11, 12, 14, 15, 20, 21, 26, 25, FallDistance, 24, 29, 30, FallSpeed, 7, 16, 27, 19];

    /// <summary>The body in version 1, in the order of <c>frames</c>.</summary>
    private static readonly (string Name, int Width)[] BodyParts =
        [("pose_world", 99), ("left_hand_3d", 63), ("right_hand_3d", 63), ("left_hand_present", 1), ("right_hand_present", 1),
            ("pose_visibility", 33)];

    // in version 1 shares of 10 blocks and of 1 block a tick, in version 2 of 20 and of 3
    private const int FallDistance = 22, FallSpeed = 23;

    private readonly HashSet<string> _used = [];

    /// <summary>Path of the file.</summary>
    public string Path => npz.Path;

    /// <summary>1 or 2, by the number of controls.</summary>
    /// <exception cref="InvalidDataException">There are no controls, or none that can be read.</exception>
    public int Version => ShapeOf("controls") is [_, var width] && width == ControlColumns.Length ? 1 : 2;

    /// <summary>The recording; the report takes what it does not have.</summary>
    public ControlRecording Read(ImportReport report)
    {
        if (Scalar("version") is { } version and not (1 or 2))
        {
            throw new RecordingFormatException(Path, "version",
                version.ToString(CultureInfo.InvariantCulture), "1 or 2, the versions of the recorder");
        }

        float[] frames = Has("frames") ? Read("frames", null, ControlLayout.RawFeatures) : Body();
        int count = frames.Length / ControlLayout.RawFeatures;
        float[] controls = Version == 1 ? OldControls(count, report)
            : Read("controls", count, ControlLayout.Names.Count);
        var recording = ControlRecording.Of(Path, frames, controls, GameState(count, report));
        NoteRest(report);
        return recording;
    }

    /// <summary>The only number of an array; null where there is no such array, or none of one number.</summary>
    public double? Scalar(string name) => ValuesOf(name) is [var value] ? value : null;

    /// <summary>The numbers of an array that is not required; null where there is none that can be read.</summary>
    public double[]? ValuesOf(string name)
    {
        if (!npz.Names.Contains(name))
        {
            return null;
        }

        _used.Add(name);
        return npz[name].Values<double>();
    }

    /// <summary>Type and shape of an array that can be read.</summary>
    public NpzEntry Describe(string name) => npz.Describe(name);

    private float[] Body()
    {
        int count = ShapeOf(BodyParts[0].Name)[0];
        float[][] parts = [.. BodyParts.Select(part => Read(part.Name, count, part.Width))];
        float[] frames = new float[count * ControlLayout.RawFeatures];
        int column = 0;
        for (int part = 0; part < parts.Length; part++)
        {
            Spread(parts[part], BodyParts[part].Width, frames, ControlLayout.RawFeatures,
                [.. Enumerable.Range(column, BodyParts[part].Width)]);
            column += BodyParts[part].Width;
        }

        return frames;
    }

    private float[] OldControls(int count, ImportReport report)
    {
        float[] controls = new float[count * ControlLayout.Names.Count];
        Spread(Read("controls", count, ControlColumns.Length), ControlColumns.Length, controls, ControlLayout.Names.Count,
            ControlColumns);
        report.Map("controls of version 1", count, "Each of the ten stands in the column of its name.");
        report.Guess("controls that version 1 lacks", count, $"They are 0: {string.Join(", ", ControlLayout.Names
            .Where((_, column) => !ControlColumns.Contains(column)))}.");
        return controls;
    }

    private float[] GameState(int count, ImportReport report)
    {
        float[] state = new float[count * ControlLayout.GameState];
        if (!Has("game_state"))
        {
            for (int frame = 0; frame < count; frame++)
            {
                foreach (int column in (int[])[5, 11, 12, 14]) // an empty hand, health, hunger, on the ground
                {
                    state[frame * ControlLayout.GameState + column] = 1;
                }
            }

            report.Guess("game state", count, "The file has none: empty hands, full health and hunger, on the ground, no screen.");
            return state;
        }

        int width = ShapeOf("game_state") is [_, var columns] ? columns : 0;
        if (width is not (16 or 24))
        {
            return Read("game_state", count, ControlLayout.GameState);
        }

        Spread(Read("game_state", count, width), width, state, ControlLayout.GameState, StateColumns.AsSpan(0, width));
        for (int frame = 0; frame < count; frame++)
        {
            state[frame * ControlLayout.GameState + FallDistance] /= 2;
            state[frame * ControlLayout.GameState + FallSpeed] /= 3;
        }

        report.Map("game state of version 1", count,
            "Each number stands in its column of version 2: a fall in shares of 20 blocks, not of 10, its speed of 3 blocks a tick, "
            + "not of 1.");
        report.Lose("can_block of the game state", count, "Version 2 has no such number.");
        report.Guess("game state that version 1 lacks", count, "It is 0: no screen is open, no enemy is near.");
        return state;
    }

    /// <summary>Text with what it says, arrays that cannot be read with the reason, and arrays that nothing reads.</summary>
    private void NoteRest(ImportReport report)
    {
        foreach (var array in npz.Unread)
        {
            report.Lose(array.Name, 1, npz.Text(array.Name) is { } text
                ? $"It is text, which a recording of the kit does not have: '{Plain(text)}'."
                : $"It is not read: {array.Reason}.");
        }

        foreach (string name in npz.Names.Where(name => !_used.Contains(name) && name is not ("timestamps" or "fps")))
        {
            report.Lose(name, 1, "The control transformer has no use for this array.");
        }
    }

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private bool Has(string name) => npz.Names.Contains(name) || npz.Unread.Any(array => array.Name == name);

    private IReadOnlyList<int> ShapeOf(string name) => Has(name)
        ? npz.Describe(name).Shape
        : throw new RecordingFormatException(Path, null,
            npz.Names.Count == 0 ? "no array that can be read" : $"the arrays {string.Join(", ", npz.Names)}",
            "controls, and frames or pose_world");

    private float[] Read(string name, int? count, int width)
    {
        var shape = ShapeOf(name);
        bool isBody = BodyParts.Any(part => part.Name == name); // points of x, y, z
        long wide = shape.Skip(1).Aggregate(1L, (product, length) => product * length);
        if (shape.Count == 0 || (shape.Count > 2 && !isBody) || shape[0] == 0 || wide != width || (count ?? shape[0]) != shape[0])
        {
            throw new RecordingFormatException(Path, name, $"the shape [{string.Join(", ", shape)}]",
                $"[{(count is { } frames ? $"{frames}" : "N")}, {width}], a row for each frame");
        }

        _used.Add(name);
        return npz[name].NearestSingles();
    }

    private static void Spread(ReadOnlySpan<float> from, int width, Span<float> to, int wide, ReadOnlySpan<int> columns)
    {
        for (int i = 0; i < from.Length; i++)
        {
            if (columns[i % width] is var column and >= 0)
            {
                to[i / width * wide + column] = from[i];
            }
        }
    }
}
