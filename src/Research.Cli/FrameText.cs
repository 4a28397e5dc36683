using Microsoft.Data.Analysis;
using Research.Tables;
using Spectre.Console;

namespace Research.Cli;

/// <summary>Frames on the terminal, with the looks that they have in notebooks.</summary>
internal static class FrameText
{
    /// <summary>A table of the first rows; how many there are is its caption where not all are shown.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxRows">So many rows are shown at most.</param>
    public static Table Of(DataFrame frame, int maxRows = TableView.DefaultRows)
    {
        var view = TableView.Of(frame, maxRows);
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in view.Columns)
        {
            var head = new Spectre.Console.TableColumn(new Text(column.Heading)) { NoWrap = column == view.Columns[0] };
            table.AddColumn(column.IsNumber ? head.RightAligned() : head);
        }

        for (int row = 0; row < view.RowCount; row++)
        {
            table.AddRow(view.Columns.Select(column => new Text(column.Cells[row])));
        }

        return view.Rest is null ? table : table.Caption(view.Rest);
    }
}
