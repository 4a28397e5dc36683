namespace Research.Tests;

/// <summary>Tests that seed libtorch's default generator, of which there is one in a process: they take turns.</summary>
[CollectionDefinition(Name)]
public sealed class DefaultGenerator
{
    public const string Name = "libtorch's default generator";
}
