namespace Research;

/// <summary>
/// Whether a run may go on with what an earlier one left. A function that writes a run directory asks: where it is allowed, and
/// a whole directory of the same configuration is there, the function takes the results from it and computes nothing.
/// </summary>
public static class Resume
{
    /// <summary>The environment variable that allows it (1), also to processes that this one starts.</summary>
    public const string Variable = "RESEARCH_RESUME";

    private static readonly AsyncLocal<bool?> Flowing = new();

    /// <summary>
    /// True in a run that is being resumed: <c>./research notebook run --resume</c>, or the environment says so.
    /// </summary>
    public static bool IsAllowed => Flowing.Value ?? Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>What holds for the caller and the tasks that it starts; null leaves it to the environment.</summary>
    internal static bool? Ambient
    {
        get => Flowing.Value;
        set => Flowing.Value = value;
    }

    /// <summary>Allows it, or forbids it, until the result is disposed: for the caller and the tasks that it starts.</summary>
    public static IDisposable Allow(bool isAllowed = true)
    {
        bool? before = Flowing.Value;
        Flowing.Value = isAllowed;
        return new Restore(before);
    }

    private sealed class Restore(bool? before) : IDisposable
    {
        public void Dispose() => Flowing.Value = before;
    }
}
