namespace Research.Notebooks;

/// <summary>A variable of the cell tagged <c>parameters</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its C# type, also where the cell says <c>var</c>.</param>
/// <param name="Default">The expression that the cell gives it; empty if none.</param>
public sealed record NotebookParameter(string Name, string Type, string Default);
