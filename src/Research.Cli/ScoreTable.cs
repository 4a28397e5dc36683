using Spectre.Console;

namespace Research.Cli;

/// <summary>A table of names at the left and numbers at the right.</summary>
internal static class ScoreTable
{
    /// <summary>An empty one.</summary>
    /// <param name="name">Heading of the first column.</param>
    /// <param name="numbers">Headings of the others, which are right-aligned.</param>
    public static Table Of(string name, params IEnumerable<string> numbers)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn(new TableColumn(name).NoWrap());
        foreach (string number in numbers)
        {
            table.AddColumn(new TableColumn(number).RightAligned());
        }

        return table;
    }
}
