namespace Research.Training;

/// <summary>
/// The epochs of a run as TensorBoard reads them, in <c>events.out.tfevents</c> beside <c>metrics.jsonl</c>: a scalar for each
/// value, and the step is the epoch.
/// </summary>
/// <remarks>
/// Only appended to and flushed: a killed run's file is valid to its last complete record. A run that goes on drops what it will
/// write again where it stands, so that a TensorBoard that is reading goes on too.
/// </remarks>
public static class TensorBoardLog
{
    /// <summary>The environment variable that asks for the files (1), also of processes that this one starts.</summary>
    public const string Variable = "RESEARCH_TENSORBOARD";

    /// <summary>The file's name in a run's folder; TensorBoard goes by <c>tfevents</c>.</summary>
    public const string FileName = "events.out.tfevents";

    /// <summary>Whether runs write the files: <c>--tensorboard</c>, or the environment says so.</summary>
    public static bool IsWanted
    {
        get => Environment.GetEnvironmentVariable(Variable) == "1";
        set => Environment.SetEnvironmentVariable(Variable, value ? "1" : null);
    }

    /// <summary>The file beside a run's <c>metrics.jsonl</c>.</summary>
    internal static string Beside(string metricsFile) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(metricsFile))!, FileName);

    /// <summary>Adds an epoch, on disk when this returns.</summary>
    internal static void Append(string file, EpochLog epoch) => Write(file, Length(file), [epoch]);

    /// <summary>
    /// Makes the file hold the epochs that are done and no other: drops those that follow and what was cut off, adds those it
    /// lacks.
    /// </summary>
    /// <param name="file">The file; it may be absent.</param>
    /// <param name="done">The epochs of <c>metrics.jsonl</c> from which the run goes on.</param>
    internal static void Align(string file, IReadOnlyList<EpochLog> done)
    {
        var (length, step) = End(file, lastEpoch: done.Count == 0 ? 0 : done[^1].Epoch);
        Write(file, length, done.Where(epoch => epoch.Epoch > step));
    }

    private static void Write(string file, long at, IEnumerable<EpochLog> epochs)
    {
        var now = DateTimeOffset.UtcNow;
        using var stream = new FileStream(file, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        stream.SetLength(at);
        stream.Position = at;
        if (at == 0)
        {
            stream.Write(TensorBoardRecord.Version(now));
        }

        foreach (var epoch in epochs)
        {
            stream.Write(TensorBoardRecord.Scalars(now, epoch.Epoch, [.. epoch.Values, new("seconds", epoch.Seconds)]));
        }

        stream.Flush(flushToDisk: true);
    }

    private static long Length(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    /// <summary>Where the complete records of epochs up to one end, and the last of these epochs.</summary>
    private static (int Length, int Step) End(string file, int lastEpoch)
    {
        byte[] bytes = File.Exists(file) ? File.ReadAllBytes(file) : [];
        int end = 0, last = 0;
        while (TensorBoardRecord.TryRead(bytes.AsSpan(end), out int length, out int step) && step <= lastEpoch)
        {
            (end, last) = (end + length, step);
        }

        return (end, last);
    }
}
