namespace Research.Sweeps;

/// <summary>How a run of a sweep stands.</summary>
public enum TaskState
{
    /// <summary>Nobody has begun it.</summary>
    Waiting,

    /// <summary>Slurm has it in its queue.</summary>
    Queued,

    /// <summary>A process is at it.</summary>
    Running,

    /// <summary>It was stopped, or its process killed; <c>--resume</c> goes on with it.</summary>
    Stopped,

    /// <summary>It failed as often as it is tried.</summary>
    Failed,

    /// <summary>It is complete.</summary>
    Complete,
}

/// <summary>How a run of a sweep stands.</summary>
/// <param name="Task">The run.</param>
/// <param name="State">How it stands.</param>
/// <param name="Record">What became of it so far.</param>
/// <param name="Progress">How far its process has come; null where none is at it.</param>
/// <param name="Job">Its element of a job array of Slurm that is in the queue, such as <c>12_3</c>.</param>
public sealed record SweepTaskStatus(SweepTask Task, TaskState State, TaskLog? Record, WorkProgress? Progress, string? Job = null)
{
    /// <summary>The last error.</summary>
    public string? Error => State == TaskState.Failed ? Record?.Attempts.LastOrDefault(a => a.Error is not null)?.Error : null;
}
