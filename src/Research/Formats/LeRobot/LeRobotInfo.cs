using System.Text.Json;

namespace Research.Formats.LeRobot;

/// <summary>What <c>meta/info.json</c> says of a data set.</summary>
/// <param name="FramesPerSecond">The rate of its frames.</param>
/// <param name="Video">Name of its first video feature; null where it has none.</param>
/// <param name="OtherVideos">How many more it has.</param>
/// <param name="ActionNames">Names of the numbers of <c>action</c>; empty where it has none.</param>
internal sealed record LeRobotInfo(int FramesPerSecond, string? Video, int OtherVideos, IReadOnlyList<string> ActionNames)
{
    /// <summary>The version that is read and written.</summary>
    public const string Version = "v3.0";

    /// <summary>Its file.</summary>
    public const string File = "meta/info.json";

    /// <summary>Reads the file of a data set.</summary>
    /// <exception cref="RecordingFormatException">It is of another version, or has no rate or features.</exception>
    public static LeRobotInfo Read(string folder)
    {
        string file = Path.Combine(folder, File);
        GitLfsPointer.Refuse(file, "a JSON object");
        var json = ForeignJson.ParseObject(RegularFile.ReadBytes(file, "a JSON object"), file, "line 1");
        if (json.String("codebase_version") is var version && version != Version)
        {
            throw new RecordingFormatException(file, null, $"codebase_version '{version}'", Version);
        }

        if (json.Number("fps") is not (> 0 and <= 1000 and var fps) || fps != Math.Floor(fps))
        {
            throw new RecordingFormatException(file, null, $"fps {json.Member("fps")?.GetRawText() ?? "missing"}",
                "a whole number above 0");
        }

        if (json.Member("features") is not { ValueKind: JsonValueKind.Object } features)
        {
            throw new RecordingFormatException(file, null, "no features", "an object with the features by name");
        }

        var videos = features.EnumerateObject().Where(feature => feature.Value.String("dtype") == "video")
            .Select(feature => feature.Name).ToList();
        return new LeRobotInfo((int)fps, videos.FirstOrDefault(), Math.Max(0, videos.Count - 1),
            [.. features.Member("action") is { } action ? Names(action.Member("names")) : []]);
    }

    /// <summary>Names stand in a list, or in lists by the parts of a robot.</summary>
    private static IEnumerable<string> Names(JsonElement? names) => names switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(name => name.ToString()),
        { ValueKind: JsonValueKind.Object } parts => parts.EnumerateObject().SelectMany(part => Names(part.Value)),
        _ => [],
    };
}
