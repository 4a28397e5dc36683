namespace Research.TestSupport;

/// <summary>
/// Tests that use what a process has one of, libtorch's default generator or <c>RunDirectory.Root</c>: one at a time.
/// </summary>
[CollectionDefinition(nameof(TakingTurns))]
public sealed class TakingTurns;
