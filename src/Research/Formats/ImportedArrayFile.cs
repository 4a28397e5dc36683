namespace Research.Formats;

/// <summary>A file that an import of arrays has written.</summary>
/// <param name="Name">Its name, such as <c>session_000.npz</c>.</param>
/// <param name="Content">What is in it: arrays by name with their shapes, such as <c>frames [120, 260]</c>, and how long it
/// lasts.</param>
public sealed record ImportedArrayFile(string Name, string Content)
{
    /// <summary>A file of arrays.</summary>
    /// <param name="session">Its name without the ending.</param>
    /// <param name="seconds">How long it lasts.</param>
    /// <param name="arrays">The arrays' names and shapes.</param>
    internal static ImportedArrayFile Of(string session, double seconds, params (string Name, int[] Shape)[] arrays) =>
        new($"{session}.npz", string.Join(", ", [
            .. arrays.Select(array => $"{array.Name} [{string.Join(", ", array.Shape)}]"),
            FormattableString.Invariant($"{seconds:0.0} s")]));
}
