namespace Research.Notebooks.Tests;

/// <summary>
/// For tests that measure time, or take what a process has one of: no other test of this project runs beside them.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
