using Microsoft.Data.Analysis;
using Research.Tables;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Research.Cli;

/// <summary>Frames on the terminal, with the looks that they have in notebooks.</summary>
internal static class FrameText
{
    /// <summary>Longer texts, such as descriptions, go on in a further line.</summary>
    private const int LongestWord = 60;

    /// <summary>
    /// The first rows, in as many tables below each other as the terminal's width takes, each with the first column; how many
    /// rows there are is the caption where not all are shown.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxRows">So many rows are shown at most.</param>
    /// <param name="width">Characters in a line; null: the terminal's.</param>
    public static IRenderable Of(DataFrame frame, int maxRows = TableView.DefaultRows, int? width = null)
    {
        int available = width ?? AnsiConsole.Profile.Width;
        var view = TableView.Of(frame, maxRows);
        var first = view.Columns[0];
        var tables = new List<List<Research.Tables.TableColumn>> { new() { first } };
        int used = Width(first);
        foreach (var column in view.Columns.Skip(1))
        {
            if (used + Width(column) > available && tables[^1].Count > 1)
            {
                tables.Add([first]);
                used = Width(first);
            }

            tables[^1].Add(column);
            used += Width(column);
        }

        var last = Of(tables[^1], view.RowCount);
        return new Rows([.. tables.SkipLast(1).Select(columns => Of(columns, view.RowCount)),
            view.Rest is null ? last : last.Caption(view.Rest)]);
    }

    private static Table Of(List<Research.Tables.TableColumn> columns, int rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in columns)
        {
            bool noWrap = column.IsNumber || (column == columns[0] && Longest(column) <= LongestWord);
            var head = new Spectre.Console.TableColumn(new Text(column.Heading)) { NoWrap = noWrap };
            table.AddColumn(column.IsNumber ? head.RightAligned() : head);
        }

        for (int row = 0; row < rows; row++)
        {
            table.AddRow(columns.Select(column => new Text(column.Cells[row])));
        }

        return table;
    }

    /// <summary>With a space on both sides and a line between it and the next.</summary>
    private static int Width(Research.Tables.TableColumn column) => 3 + Math.Min(Longest(column), LongestWord);

    private static int Longest(Research.Tables.TableColumn column) =>
        column.Cells.Append(column.Heading).Max(cell => cell.Length);
}
