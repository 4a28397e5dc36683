using System.Text.Json;
using Research.Training;

namespace Research.Sweeps;

/// <summary>How an attempt at a run ended.</summary>
public enum AttemptOutcome
{
    /// <summary>The run is complete.</summary>
    Whole,

    /// <summary>By an error.</summary>
    Failed,

    /// <summary>It was asked to stop; the next attempt goes on from there.</summary>
    Stopped,
}

/// <summary>One attempt at a run.</summary>
/// <param name="Started">When.</param>
/// <param name="Host">On which machine.</param>
/// <param name="Process">By which process.</param>
/// <param name="Job">In which job of Slurm, such as <c>12_3</c>; null: in none.</param>
public sealed record TaskAttempt(DateTimeOffset Started, string Host, int Process, string? Job)
{
    /// <summary>When it ended; null: not yet, or it was killed.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>How.</summary>
    public AttemptOutcome? End { get; init; }

    /// <summary>The error it ended by.</summary>
    public string? Error { get; init; }
}

/// <summary>What became of a run of a sweep so far: a file beside the plan that its process keeps.</summary>
/// <param name="Run">The run.</param>
/// <param name="Folder">Its folder, relative to that of all runs; null until it is complete.</param>
/// <param name="Attempts">All attempts, in order.</param>
public sealed record TaskLog(string Run, string? Folder, IReadOnlyList<TaskAttempt> Attempts)
{
    internal static TaskLog None(string run) => new(run, null, []);

    internal TaskLog Begin(TaskAttempt attempt) => this with { Attempts = [.. Attempts, attempt] };

    internal TaskLog End(AttemptOutcome end, string? error = null, string? folder = null) =>
        this with
        {
            Folder = folder ?? Folder,
            Attempts = [.. Attempts.SkipLast(1), Attempts[^1] with { Ended = DateTimeOffset.UtcNow, End = end, Error = error }],
        };

    internal void Write(string file) => AtomicFile.Write(file, JsonSerializer.Serialize(this, RunDirectory.Json) + "\n");

    /// <summary>Reads one; null where there is none, or none that can be read.</summary>
    internal static TaskLog? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<TaskLog>(File.ReadAllBytes(file), RunDirectory.Json) : null;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}
