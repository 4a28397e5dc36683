using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using Research.Notebooks.Interactive;

namespace Research.Notebooks;

/// <summary>
/// A sequence of records as the table it is: a column per property, the first rows, and how many rows there are. (The
/// formatting package shows a sequence of objects as a tree to be unfolded row by row.)
/// </summary>
internal sealed class RowTable
{
    /// <summary>
    /// A click on a column's head sorts the rows by it, the next one the other way round; numbers by value, below them texts.
    /// </summary>
    internal const string SortByClick =
        "var h=event.target.closest('th'),b=this.parentNode.tBodies[0],i=h.cellIndex,s=h.dataset.s=h.dataset.s==1?-1:1,"
        + "v=r=>r.cells[i].dataset.v??r.cells[i].textContent,n=t=>t.trim()===''?NaN:Number(t.replace(/%$/,''));"
        + "[...b.rows].sort((p,q)=>{var x=v(p),y=v(q),k=n(x),l=n(y);return "
        + "s*(isNaN(k)||isNaN(l)?isNaN(k)-isNaN(l)||x.localeCompare(y):k-l)})"
        + ".forEach(r=>b.append(r))";

    private readonly List<string> _columns;
    private readonly List<bool> _areNumbers;
    private readonly List<object?[]> _rows;
    private readonly string? _rest;

    private RowTable(List<string> columns, List<bool> areNumbers, List<object?[]> rows, string? rest) =>
        (_columns, _areNumbers, _rows, _rest) = (columns, areNumbers, rows, rest);

    /// <summary>
    /// Reads the first rows; null if the value is no sequence of records, anonymous objects, tuples or the like.
    /// </summary>
    public static RowTable? TryRead(object value)
    {
        var own = value is QueryResult or not IEnumerable ? [] : RowMembers.Own(value.GetType())
            .ConvertAll(member => (member.Name, member.Read(value)));
        if (value is string or IDictionary or not IEnumerable || (own.Count == 0 && !IsOfRows(value))
            || RowReader.TryRead(value, MimeBundle.MaxItems) is not { Columns.Count: > 0 } reader)
        {
            return null;
        }

        var rows = reader.Rows.Take(MimeBundle.MaxItems + 1).ToList();
        bool hasMore = rows.Count > MimeBundle.MaxItems;
        if (hasMore)
        {
            rows.RemoveAt(MimeBundle.MaxItems);
        }

        int? count = value is ICollection collection ? collection.Count : value is QueryResult result ? result.Count : null;
        string? rest = !hasMore ? null
            : count is null ? $"… and more: only the first {rows.Count} rows are shown"
            : string.Create(CultureInfo.InvariantCulture, $"… {count - rows.Count:N0} more of {count:N0} rows");
        return new RowTable(
            [.. reader.Columns],
            [.. reader.Types.Select((type, column) => IsNumber(type) || rows.All(row => ReadsAsNumber(row[column])))],
            rows, rest)
        {
            Own = own,
        };
    }

    /// <summary>What the sequence says of itself, beside its items.</summary>
    private List<(string Name, object? Value)> Own { get; init; } = [];

    public string ToHtml()
    {
        var html = new StringBuilder();
        if (Own.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<table><tbody>{string.Concat(Own.Select(member => $"<tr><th>{WebUtility.HtmlEncode(member.Name)}</th><td>{Html(member.Value)}</td></tr>"))}</tbody></table>");
        }

        html.Append(CultureInfo.InvariantCulture, $"<table><thead onclick=\"{SortByClick}\" style=\"cursor:pointer\"><tr>");
        for (int column = 0; column < _columns.Count; column++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<th{Alignment(column)}>{WebUtility.HtmlEncode(_columns[column])}</th>");
        }

        html.Append("</tr></thead><tbody>");
        foreach (object?[] row in _rows)
        {
            html.Append("<tr>");
            for (int column = 0; column < row.Length; column++)
            {
                html.Append(CultureInfo.InvariantCulture, $"<td{Alignment(column)}>{Html(row[column])}</td>");
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (_rest is not null)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><i>{_rest}</i></p>");
        }

        return html.ToString();
    }

    public string ToText()
    {
        var cells = _rows.Select(row => row.Select(Text).ToArray()).Prepend([.. _columns]).ToList();
        int[] widths = Enumerable.Range(0, _columns.Count).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var lines = cells.Select(row => string.Join("  ", row.Select((cell, column) =>
            _areNumbers[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        return string.Join('\n', [.. Own.Select(member => $"{member.Name}: {Text(member.Value)}"), .. lines,
            .. _rest is null ? Array.Empty<string>() : [_rest]]);
    }

    private string Alignment(int column) => _areNumbers[column] ? " style=\"text-align:right\"" : " style=\"text-align:left\"";

    private static string Html(object? value) => value is IHtmlContent
        ? Formatter.ToDisplayString(value, MimeBundle.Html)
        : WebUtility.HtmlEncode(Text(value));

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => Formatter.ToDisplayString(value, MimeBundle.PlainText),
    };

    /// <summary>True if the sequence's items are objects to be taken apart, and no formatter has its own way with them.</summary>
    private static bool IsOfRows(object value)
    {
        if (value is IEnumerable<IReadOnlyDictionary<string, object?>> or IEnumerable<IDictionary<string, object?>>)
        {
            return true;
        }

        var item = RowMembers.ItemType(value.GetType());
        return item is not null
            && item != typeof(object) && !item.IsPrimitive && item != typeof(string)
            && !typeof(IEnumerable).IsAssignableFrom(item)
            && !typeof(IHtmlContent).IsAssignableFrom(item)
            && (RowMembers.IsTuple(item) || !typeof(IFormattable).IsAssignableFrom(item))
            && Formatter.GetPreferredMimeTypesFor(item).ToArray() is [MimeBundle.Html]
            && !Formatter.RegisteredFormatters(false).Any(formatter => formatter.Type.IsAssignableFrom(item));
    }

    /// <summary>Numbers that a cell has formatted itself line up like any others.</summary>
    private static bool ReadsAsNumber(object? value) =>
        value is null or "N/A" || (value is not bool && IsNumber(value.GetType()))
            || (value is string text && double.TryParse(text.TrimEnd('%'), CultureInfo.InvariantCulture, out _));

    private static bool IsNumber(Type type)
    {
        var number = Nullable.GetUnderlyingType(type) ?? type;
        return !number.IsEnum && number != typeof(char) && number.GetInterfaces()
            .Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(System.Numerics.INumber<>));
    }
}
