using System.Text.Json.Nodes;
using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Experiments.DodgeTiming;

/// <summary>What the episodes of a dataset have in common.</summary>
internal sealed record EpisodeFormat(
    int Height, int Width, IReadOnlyList<string> ActionNames, IReadOnlyList<string> StateNames, double? FramesPerSecond)
{
    internal bool HasFramesOf(EpisodeFormat other) => (Height, Width) == (other.Height, other.Width);
}

/// <summary>Reads one episode, and refuses what is not one.</summary>
internal static class EpisodeReader
{
    /// <exception cref="InvalidDataException">An attribute or an array is not as datasets/README.md says.</exception>
    /// <exception cref="ArgumentException">An array is absent.</exception>
    internal static (DodgeEpisode Episode, EpisodeFormat Format) Read(string path, ZarrGroup group, string name, int number,
        string dodge, MissingChunks missing = MissingChunks.Refuse)
    {
        string where = $"{path}/{name}";
        var (frames, actions, state) = (group.Array("frames", missing), group.Array("actions", missing),
            group.Array("state", missing));
        if (frames.Shape is not [var count, 3, > 0, > 0] || frames.DataType != ElementType.UInt8)
        {
            throw new InvalidDataException(
                $"{where}/frames: found {frames.DataType} [{string.Join(", ", frames.Shape)}]; expected {ElementType.UInt8} [T, "
                + "3, H, W].");
        }

        var names = Names(group, "action_keys", where, $"the names of the columns of actions, one of them {dodge}");
        RequireTable(actions, count, names, "action_keys", where, "actions");
        int column = names.IndexOf(dodge);
        if (column < 0)
        {
            throw new InvalidDataException(
                $"{where}: found action_keys {string.Join(", ", names)}; expected one of them to be {dodge}.");
        }

        var numbers = Names(group, "state_attributes", where, "the names of the columns of state");
        RequireTable(state, count, numbers, "state_attributes", where, "state");
        double? framesPerSecond = FramesPerSecond(group, where);
        double[] pressed = actions.Read<double>(.., column..(column + 1)), known = state.Read<double>();
        int broken = Array.FindIndex(known, value => !float.IsFinite((float)value));
        if (broken >= 0)
        {
            throw new InvalidDataException(
                $"{where}/state: found {known[broken]} for {numbers[broken % numbers.Count]} at frame {broken / numbers.Count}; "
                + "expected a finite number.");
        }

        return (new DodgeEpisode(number, name, frames, [.. pressed.Select(value => value != 0)],
            [.. known.Select(value => (float)value)]),
            new EpisodeFormat(frames.Shape[2], frames.Shape[3], names, numbers, framesPerSecond));
    }

    private static void RequireTable(ZarrArray table, int frames, List<string> names, string attribute, string where,
        string array)
    {
        if (table.Shape.Count != 2 || table.Shape[0] != frames)
        {
            throw new InvalidDataException(
                $"{where}/{array}: found the shape [{string.Join(", ", table.Shape)}]; expected a row for each of the {frames} "
                + "frames.");
        }

        if (table.Shape[1] != names.Count)
        {
            throw new InvalidDataException(
                $"{where}: found {names.Count} {attribute} ({string.Join(", ", names)}) and {table.Shape[1]} columns of "
                + $"{array}; expected as many.");
        }
    }

    private static List<string> Names(ZarrGroup group, string attribute, string where, string expected) =>
        group.Attributes[attribute] is JsonArray names
            && names.All(name => name?.GetValueKind() == System.Text.Json.JsonValueKind.String)
            ? [.. names.Select(name => (string)name!)]
            : throw new InvalidDataException(
                $"{where}: found {attribute} {group.Attributes[attribute]?.ToJsonString() ?? "nowhere"} in its attributes; "
                + $"expected {expected}.");

    private static double? FramesPerSecond(ZarrGroup group, string where) => group.Attributes["fps"] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out double fps) && fps > 0 => fps,
        var other => throw new InvalidDataException(
            $"{where}: found fps {other.ToJsonString()} in its attributes; expected a number above 0."),
    };
}
