using System.Text.Json;

namespace Research.Formats.Vpt;

/// <summary>A line of a log: what was held and moved at one frame.</summary>
/// <param name="Keys">Keys that are held, in the game's words.</param>
/// <param name="Buttons">Mouse buttons that are held.</param>
/// <param name="NewButtons">Mouse buttons that went down.</param>
internal sealed record VptStep(IReadOnlyList<string> Keys, IReadOnlyList<int> Buttons, IReadOnlyList<int> NewButtons)
{
    private const long Tick = 50_000_000; // nanoseconds: the game runs at 20 Hz
    private const long Millisecond = 1_000_000;
    private const long LatestMilliseconds = long.MaxValue / Millisecond;

    /// <summary>Fields that a session has no place for.</summary>
    private static readonly string[] Lost = ["inventory", "yaw", "pitch", "xpos", "ypos", "zpos", "stats", "isGuiInventory",
        "serverTick", "serverTickDurationMs"];

    /// <summary>Where the cursor is.</summary>
    public double? X { get; private init; }

    /// <inheritdoc cref="X"/>
    public double? Y { get; private init; }

    /// <summary>How far the mouse moved.</summary>
    public double Dx { get; private init; }

    /// <inheritdoc cref="Dx"/>
    public double Dy { get; private init; }

    /// <summary>Notches of the wheel.</summary>
    public double Wheel { get; private init; }

    /// <summary>Whether a screen of the game is open.</summary>
    public bool IsGuiOpen { get; private init; }

    /// <summary>The slot of the hot bar that is chosen, from 0.</summary>
    public long? Hotbar { get; private init; }

    /// <summary>The clock of the machine, in milliseconds.</summary>
    public long? Milliseconds { get; private init; }

    /// <summary>Reads a log.</summary>
    /// <exception cref="RecordingFormatException">A line is none of such a log.</exception>
    public static List<VptStep> ReadAll(string file, ImportReport report)
    {
        GitLfsPointer.Refuse(file, "a .jsonl file");
        var steps = new List<VptStep>();
        byte[] bytes = RegularFile.ReadBytes(file, "a .jsonl file");
        bool isEnded = bytes is [.., (byte)'\n'];
        int line = 0;
        for (int start = 0, end; start < bytes.Length; start = end + 1)
        {
            end = bytes.AsSpan(start).IndexOf((byte)'\n');
            end = end < 0 ? bytes.Length : start + end;
            line++;
            try
            {
                if (!bytes.AsSpan(start, end - start).Trim((byte)' ').Trim((byte)'\r').IsEmpty)
                {
                    steps.Add(Read(ForeignJson.ParseObject(bytes.AsMemory(start, end - start), file, $"line {line}"), file, line,
                        report));
                }
            }
            catch (RecordingFormatException) when (end == bytes.Length && !isEnded && steps.Count > 0)
            {
                report.Lose("a last line that is cut off", 1, "It has no line break at its end.");
            }
        }

        return steps.Count > 0 ? steps : throw new RecordingFormatException(file, null, "no line", "one JSON object a frame");
    }

    /// <summary>
    /// Times of the frames, in UTC nanoseconds: the machine's clock where it is there and never runs backwards, else a regular
    /// grid.
    /// </summary>
    public static long[] Times(IReadOnlyList<VptStep> steps, ImportReport report)
    {
        bool hasClock = steps.All(step => step.Milliseconds is > 0 and < LatestMilliseconds) && steps.Zip(steps.Skip(1))
            .All(pair => pair.First.Milliseconds <= pair.Second.Milliseconds);
        report.Guess("times of frames", hasClock ? 0 : steps.Count,
            "There is no clock in all lines that never runs backwards; the frames were laid 50 ms apart.");
        long first = steps[0].Milliseconds is > 0 and < LatestMilliseconds and var start ? start * Millisecond : 0;
        return [.. steps.Select((step, i) => hasClock ? step.Milliseconds!.Value * Millisecond : first + i * Tick)];
    }

    private static VptStep Read(JsonElement json, string file, int line, ImportReport report)
    {
        if (json.Member("mouse") is not { ValueKind: JsonValueKind.Object } mouse
            || json.Member("keyboard") is not { ValueKind: JsonValueKind.Object } keyboard)
        {
            throw new RecordingFormatException(file, $"line {line}", "an object without mouse and keyboard",
                "a line of a VPT recording, {\"mouse\":…,\"keyboard\":…}");
        }

        foreach (string field in Lost)
        {
            report.Lose(field, json.Member(field) is null ? 0 : 1, "A session has no place for it.");
        }

        return new VptStep([.. keyboard.Array("keys").Where(key => key.ValueKind == JsonValueKind.String)
            .Select(key => key.GetString()!)],
            Numbers(mouse, "buttons"), Numbers(mouse, "newButtons"))
        {
            X = mouse.Number("x"),
            Y = mouse.Number("y"),
            Dx = mouse.Number("dx") ?? 0,
            Dy = mouse.Number("dy") ?? 0,
            Wheel = mouse.Number("dwheel") ?? 0,
            IsGuiOpen = json.Member("isGuiOpen") is { ValueKind: JsonValueKind.True },
            Hotbar = json.Int64("hotbar"),
            Milliseconds = json.Int64("milli"),
        };
    }

    private static int[] Numbers(JsonElement json, string name) =>
        [.. json.Array(name).Where(value => value.ValueKind == JsonValueKind.Number)
            .Select(value => value.TryGetInt32(out int number) ? number : -1)];
}
