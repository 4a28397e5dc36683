namespace Research.Arrays;

/// <summary>An array in a file or store that the kit does not read. The others beside it are read all the same.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its elements' type, as the file has it; empty where that cannot be told.</param>
/// <param name="Shape">Its shape, as <c>[3, 4]</c>; empty where that cannot be told.</param>
/// <param name="Reason">Why it is not read.</param>
public sealed record UnreadArray(string Name, string Type, string Shape, string Reason);
