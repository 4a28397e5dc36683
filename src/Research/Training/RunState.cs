namespace Research.Training;

/// <summary>How a run stands.</summary>
public enum RunState
{
    /// <summary>A process is at it.</summary>
    Running,

    /// <summary>It has its <c>summary.json</c>: nothing is left to compute.</summary>
    Complete,

    /// <summary>No process is at it and it is not complete; the same call goes on with it.</summary>
    Stopped,

    /// <summary>It ended by an error, which <c>error.txt</c> has.</summary>
    Failed,

    /// <summary>A file of it cannot be read; <see cref="RunRecord.Problem"/> says which.</summary>
    Damaged,
}
