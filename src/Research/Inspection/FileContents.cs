using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Sessions;
using Research.Training;

namespace Research.Inspection;

/// <summary>Single files.</summary>
internal static class FileContents
{
    private const string Events = "_events.jsonl", Frames = "_frames.jsonl", Metrics = "metrics.jsonl";

    /// <summary>Null where the file is of no known kind.</summary>
    /// <exception cref="IOException">It is no file but a pipe or a device, or it cannot be read.</exception>
    public static ContentTree? Of(string path)
    {
        using (RegularFile.OpenRead(path, "a file"))
        {
        }

        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npz" => ArrayFileContents.OfNpz(path),
            ".npy" => ArrayFileContents.OfNpy(path),
            ".safetensors" => SafetensorsContents.Of(path),
            ".zip" => ZipContents.Of(path),
            ".json" => new(Sized(path), ReadJson(path) is JsonObject fields ? [.. ContentTree.Of(fields)] : []),
            ".jsonl" => OfLines(path),
            ".csv" => OfTable(path),
            ".png" => OfPicture(path),
            ".mp4" or ".m4v" or ".mov" or ".mkv" or ".avi" => OfVideo(path),
            _ => null,
        };
    }

    /// <summary>A file's name and size.</summary>
    public static string Sized(string file) => $"{Path.GetFileName(file)}: {ContentTree.Size(new FileInfo(file).Length)}";

    /// <summary>A file as JSON.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static JsonNode? ReadJson(string file) => StrictJson.Parse(RegularFile.ReadBytes(file, "a .json file"), file, "JSON");

    private static ContentTree OfLines(string path)
    {
        string name = Path.GetFileName(path);
        if (name.EndsWith(Events, StringComparison.Ordinal))
        {
            var log = EventLog.Read(path, MalformedLines.Skip);
            return new(
                $"{Sized(path)}, {ContentTree.Counted(log.Events.Count, "key event")}, "
                + $"{ContentTree.Counted(log.Markers.Count, "fight marker")}",
                [ContentTree.Leaf($"keys: {string.Join(", ", log.KeyNames)}"), .. Times([.. log.Events.Select(e => e.Time)]),
                    .. Warnings(log.Warnings)]);
        }

        if (name.EndsWith(Frames, StringComparison.Ordinal))
        {
            var clock = FrameClock.Read(path);
            return new($"{Sized(path)}, {ContentTree.Counted(clock.Count, "frame")}",
                [.. Times([.. clock.Times]), .. Warnings(clock.Warnings)]);
        }

        if (name == Metrics)
        {
            return Epochs(path);
        }

        using var lines = new JsonLines(path, "one JSON value a line");
        int count = 0;
        string first = "";
        while (lines.TryRead(out var line))
        {
            first = count++ == 0 ? System.Text.Encoding.UTF8.GetString(line) : first;
        }

        return new($"{Sized(path)}, {ContentTree.Counted(count, "line")}",
            count == 0 ? [] : [ContentTree.Leaf($"first line: {ContentTree.Short(first)}")]);
    }

    /// <summary>A run's epochs: the first and the last.</summary>
    public static ContentTree Epochs(string file)
    {
        var epochs = RunLog.Read(file);
        return new ContentTree(
            $"{Sized(file)}, {ContentTree.Counted(epochs.Count, "epoch")}",
            epochs.Count == 0 ? [] : [.. ((EpochLog[])[epochs[0], epochs[^1]]).Distinct().Select(epoch =>
                ContentTree.Leaf(
                    $"epoch {epoch.Epoch}: "
                    + $"{string.Join(", ", epoch.Values.Select(value => $"{value.Key} {value.Value:0.####}"))}"))]);
    }

    private static IEnumerable<ContentTree> Times(double[] times) =>
        times.Length == 0 ? [] : [ContentTree.Leaf(string.Create(CultureInfo.InvariantCulture,
            $"from t = {times[0]:0.###} to {times[^1]:0.###}, {times[^1] - times[0]:0.0} s"))];

    private static IEnumerable<ContentTree> Warnings(IEnumerable<LogWarning> warnings) =>
        warnings.Select(warning => ContentTree.Leaf($"warning: {warning}"));

    private static ContentTree OfTable(string path)
    {
        using var reader = new StreamReader(RegularFile.OpenRead(path, "a .csv file"));
        string? head = reader.ReadLine();
        int rows = 0;
        while (reader.ReadLine() is { } row)
        {
            rows += row.Length > 0 ? 1 : 0;
        }

        return new($"{Sized(path)}, {ContentTree.Counted(rows, "row")}", head is null ? []
            : [ContentTree.Leaf($"columns: {ContentTree.Short(head)}")]);
    }

    private static ContentTree OfPicture(string path)
    {
        const int sizes = 16, bytes = 24; // the first chunk begins with width and height
        Span<byte> head = stackalloc byte[bytes];
        using var file = RegularFile.OpenRead(path, "a .png file");
        return file.ReadAtLeast(head, bytes, throwOnEndOfStream: false) == bytes
            && head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
            ? ContentTree.Leaf(
                $"{Sized(path)}, "
                + $"{BinaryPrimitives.ReadUInt32BigEndian(head[sizes..])}x{BinaryPrimitives.ReadUInt32BigEndian(head[(sizes + 4)..])} pixels")
            : throw new InvalidDataException($"{path}: found a file that does not begin as PNG files do; expected one.");
    }

    private static ContentTree OfVideo(string path)
    {
        using var video = VideoReader.Open(path);
        string frames = video.DeclaredFrames is { } declared ? ContentTree.Counted(declared, "frame")
            : $"about {ContentTree.Counted(video.EstimatedFrames, "frame")}";
        return ContentTree.Leaf(string.Create(CultureInfo.InvariantCulture,
            $"{Sized(path)}, {frames} of {video.FrameSize.Width}x{video.FrameSize.Height} pixels, {video.FramesPerSecond:0.###} "
            + $"a second"));
    }
}
