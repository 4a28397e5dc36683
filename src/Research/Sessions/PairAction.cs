using System.Text.Json;

namespace Research.Sessions;

/// <summary>What is known of the step from a frame to the next: a line of an episode's <c>actions.jsonl</c>.</summary>
/// <param name="Action">The key that is held.</param>
/// <param name="Move">Where the player goes; null where the file does not say.</param>
/// <param name="X">The player's middle in the first frame, in pixels from the left; null where the file does not say.</param>
/// <param name="Y">The same from the top.</param>
public sealed record PairAction(string Action, string? Move = null, int? X = null, int? Y = null)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Reads the actions of an episode.</summary>
    /// <param name="file">The <c>actions.jsonl</c>.</param>
    /// <param name="pairs">How many steps the episode has.</param>
    /// <exception cref="InvalidDataException">A line is no action, or there are more or fewer than steps; the message names file
    /// and line.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IReadOnlyList<PairAction> Read(string file, int pairs)
    {
        string[] lines = File.ReadAllLines(file);
        var actions = lines.Select((line, i) => Parse(file, i + 1, line)).ToList();
        return actions.Count == pairs
            ? actions
            : throw new InvalidDataException(
                $"{file}: found {actions.Count} lines; expected {pairs}, one for each pair of frames.");
    }

    private static PairAction Parse(string file, int number, string line)
    {
        try
        {
            if (JsonSerializer.Deserialize<PairAction>(line, Json) is { Action: not null } action)
            {
                return action;
            }
        }
        catch (JsonException)
        {
        }

        throw new InvalidDataException(
            $"{file}, line {number}: found \"{(line.Length > 80 ? line[..80] + "…" : line)}\"; expected an action, "
            + $"{{\"action\":\"LEFT\",…}}.");
    }
}
