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

    /// <summary>The first rows, and how many there are.</summary>
    public static string ToHtml(DataFrame frame)
    {
        var view = TableView.Of(frame, MimeBundle.MaxItems);
        var html = new StringBuilder($"<table><thead onclick=\"{RowTable.SortByClick}\" style=\"cursor:pointer\"><tr>");
        foreach (var column in view.Columns)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th{Alignment(column)}>{WebUtility.HtmlEncode(column.Heading)}</th>");
        }

        html.Append("</tr></thead><tbody>");
        for (int row = 0; row < view.RowCount; row++)
        {
            html.Append("<tr>");
            foreach (var column in view.Columns)
            {
                html.Append(CultureInfo.InvariantCulture,
                    $"<td{Alignment(column)}{SortKey(column, row)}>{WebUtility.HtmlEncode(column.Cells[row])}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (view.Rest is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><i>{view.Rest}</i></p>");
        }

        return html.ToString();
    }

    /// <summary>The same as lines of text.</summary>
    public static string ToText(DataFrame frame)
    {
        var view = TableView.Of(frame, MimeBundle.MaxItems);
        var columns = view.Columns.Select(column =>
        {
            int width = column.Cells.Append(column.Heading).Max(cell => cell.Length);
            return column.Cells.Prepend(column.Heading)
                .Select(cell => column.IsNumber ? cell.PadLeft(width) : cell.PadRight(width)).ToArray();
        }).ToList();
        var lines = Enumerable.Range(0, view.RowCount + 1)
            .Select(line => string.Join("  ", columns.Select(column => column[line])).TrimEnd());
        return string.Join('\n', view.Rest is null ? lines : lines.Append(view.Rest));
    }

    private static string Alignment(TableColumn column) => $" style=\"text-align:{(column.IsNumber ? "right" : "left")}\"";

    /// <summary>Rows are sorted by the number itself, not by what is left of it.</summary>
    private static string SortKey(TableColumn column, int row) => column.SortKeys is not { } keys ? ""
        : $" data-v=\"{(double.IsNaN(keys[row]) ? "" : keys[row].ToString("R", CultureInfo.InvariantCulture))}\"";
}
