namespace Research.Training;

/// <summary>
/// Where a run is kept, what becomes of the same run if it is there, who hears of its steps, and what stops it.
/// </summary>
/// <remarks>
/// What changes a result stands in the options of the experiment, its seed too: their hash names the run's folder.
/// </remarks>
public sealed record RunContext
{
    /// <summary>Keeps runs below <see cref="RunDirectory.Root"/>, goes on with an unfinished one, and reports nothing.</summary>
    public static RunContext Default { get; } = new();

    /// <summary>Name of the run, such as <c>gru-512</c>; null: the model's own.</summary>
    public string? Name { get; init; }

    /// <summary>Folder of the experiment, such as <c>cuphead</c>; may have several parts. Null: the model's own.</summary>
    public string? Experiment { get; init; }

    /// <summary>What becomes of the same run if it is there.</summary>
    public Reuse Reuse { get; init; } = Reuse.Unfinished;

    /// <summary>Hears of every step.</summary>
    public IProgress<WorkProgress>? Progress { get; init; }

    /// <summary>Asked before every step: stops after the step at hand.</summary>
    /// <remarks>A function, because each cell of a notebook has a token of its own.</remarks>
    public Func<CancellationToken> Stop { get; init; } = () => CancellationToken.None;

    /// <summary>The token that stops what runs now.</summary>
    public CancellationToken Cancellation => Stop();

    /// <summary>A context with progress and cancellation.</summary>
    /// <param name="progress">Hears of every step.</param>
    /// <param name="cancellation">Stops after the step at hand.</param>
    public static RunContext With(IProgress<WorkProgress>? progress, CancellationToken cancellation = default) =>
        new() { Progress = progress, Stop = () => cancellation };

    /// <summary>The same context for a run of this name.</summary>
    public RunContext Named(string name) => this with { Name = name };
}
