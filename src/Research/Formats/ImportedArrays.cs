namespace Research.Formats;

/// <summary>A session of arrays that was imported.</summary>
/// <param name="Name">Name of its <c>.npz</c> file, without the ending.</param>
/// <param name="Shapes">Shapes of its arrays, by their names.</param>
/// <param name="Seconds">How long it lasts.</param>
public sealed record ImportedArrays(string Name, IReadOnlyDictionary<string, IReadOnlyList<int>> Shapes, double Seconds);
