namespace Research.Notebooks;

/// <summary>A stretch of a cell: code in one language, or one line that begins with <c>#!</c>.</summary>
/// <param name="Language">The language that the stretch is in.</param>
/// <param name="Line">Its first line in the cell, from 1.</param>
internal abstract record CellPart(string Language, int Line);

/// <summary>Code of one language.</summary>
/// <param name="Language">The language.</param>
/// <param name="Line">Its first line in the cell, from 1.</param>
/// <param name="Text">The code, below as many empty lines as stand before it in the cell: its lines have the cell's numbers.</param>
/// <param name="Options">What the line that chose the language said besides, such as <c>--name best</c>.</param>
internal sealed record CodePart(string Language, int Line, string Text, CommandLine Options) : CellPart(Language, Line);

/// <summary>A line such as <c>#!share --from fsharp x</c>.</summary>
/// <param name="Language">The language of the lines around it.</param>
/// <param name="Line">Its line in the cell, from 1.</param>
/// <param name="Name">The command, without <c>#!</c>.</param>
/// <param name="Arguments">What follows the name.</param>
internal sealed record MagicPart(string Language, int Line, string Name, CommandLine Arguments) : CellPart(Language, Line);
