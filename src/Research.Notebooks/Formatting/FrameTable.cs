using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Data.Analysis;
using Microsoft.DotNet.Interactive.Formatting;
using Research.Tables;

namespace Research.Notebooks;

/// <summary>
/// How a <see cref="DataFrame"/> looks in a notebook and on the report page: a table that a click on a heading sorts, see
/// <see cref="TableView"/>.
/// </summary>
internal static class FrameTable
{
    /// <summary>Tells the formatter.</summary>
    public static void Register()
    {
        Formatter.Register<DataFrame>(ToHtml, HtmlFormatter.MimeType);
        Formatter.Register<DataFrame>(ToText, MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(DataFrame), HtmlFormatter.MimeType, MimeBundle.PlainText);
    }

    /// <summary>A table as HTML.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">How many rows are shown.</param>
    /// <param name="rest">How many more there are; null: none.</param>
    /// <param name="cell">HTML of a cell, by column and row.</param>
    public static string Html(IReadOnlyList<TableColumn> columns, int rows, string? rest, Func<int, int, string> cell)
    {
        var html = new StringBuilder($"<table><thead onclick=\"{RowTable.SortByClick}\" style=\"cursor:pointer\"><tr>");
        foreach (var column in columns)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th{Alignment(column)}>{WebUtility.HtmlEncode(column.Heading)}</th>");
        }

        html.Append("</tr></thead><tbody>");
        for (int row = 0; row < rows; row++)
        {
            html.Append("<tr>");
            for (int at = 0; at < columns.Count; at++)
            {
                html.Append(CultureInfo.InvariantCulture,
                    $"<td{Alignment(columns[at])}{SortKey(columns[at], row)}>{cell(at, row)}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (rest is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><i>{rest}</i></p>");
        }

        return html.ToString();
    }

    /// <summary>The same as lines of text.</summary>
    public static string Text(IReadOnlyList<TableColumn> columns, int rows, string? rest)
    {
        var padded = columns.Select(column =>
        {
            int width = column.Cells.Append(column.Heading).Max(cell => cell.Length);
            return column.Cells.Prepend(column.Heading)
                .Select(cell => column.IsNumber ? cell.PadLeft(width) : cell.PadRight(width)).ToArray();
        }).ToList();
        var lines = Enumerable.Range(0, rows + 1)
            .Select(line => string.Join("  ", padded.Select(column => column[line])).TrimEnd());
        return string.Join('\n', rest is null ? lines : lines.Append(rest));
    }

    private static string ToHtml(DataFrame frame)
    {
        var view = TableView.Of(frame, MimeBundle.MaxItems);
        return Html(view.Columns, view.RowCount, view.Rest,
            (column, row) => WebUtility.HtmlEncode(view.Columns[column].Cells[row]));
    }

    private static string ToText(DataFrame frame)
    {
        var view = TableView.Of(frame, MimeBundle.MaxItems);
        return Text(view.Columns, view.RowCount, view.Rest);
    }

    private static string Alignment(TableColumn column) => $" style=\"text-align:{(column.IsNumber ? "right" : "left")}\"";

    /// <summary>Rows are sorted by the number itself, not by what is left of it.</summary>
    private static string SortKey(TableColumn column, int row) => column.SortKeys is not { } keys ? ""
        : $" data-v=\"{(double.IsNaN(keys[row]) ? "" : keys[row].ToString("R", CultureInfo.InvariantCulture))}\"";
}
