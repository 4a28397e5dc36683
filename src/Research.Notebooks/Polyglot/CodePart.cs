namespace Research.Notebooks;

/// <summary>Code of one language.</summary>
/// <param name="Text">The code, below as many empty lines as stand before it in the cell: its lines have the cell's
/// numbers.</param>
/// <param name="Line">Its first line in the cell, from 1.</param>
/// <param name="Options">What the line that chose the language said besides, such as <c>--name</c> to <c>best</c>.</param>
internal sealed record CodePart(string Text, int Line, IDictionary<string, string> Options);
