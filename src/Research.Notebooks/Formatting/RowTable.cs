using System.Collections;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;
using Research.Notebooks.Interactive;
using Research.Tables;

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

    private readonly List<TableColumn> _columns;
    private readonly List<object?[]> _rows;
    private readonly string? _rest;

    private RowTable(List<TableColumn> columns, List<object?[]> rows, string? rest) =>
        (_columns, _rows, _rest) = (columns, rows, rest);

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
        var types = reader.Types;
        var columns = reader.Columns.Select((name, at) => new TableColumn(
            name, IsNumber(types[at]) || rows.All(row => ReadsAsNumber(row[at])), [.. rows.Select(row => Text(row[at]))],
            SortKeys: null));
        return new RowTable([.. columns], rows, rest)
        {
            Own = own,
        };
    }

    /// <summary>What the sequence says of itself, beside its items.</summary>
    private List<(string Name, object? Value)> Own { get; init; } = [];

    public string ToHtml()
    {
        string own = string.Concat(Own.Select(member =>
            $"<tr><th>{WebUtility.HtmlEncode(member.Name)}</th><td>{Html(member.Value)}</td></tr>"));
        return (own.Length == 0 ? "" : $"<table><tbody>{own}</tbody></table>")
            + FrameTable.Html(_columns, _rows.Count, _rest, (column, row) => Html(_rows[row][column]));
    }

    public string ToText() => string.Join('\n', Own.Select(member => $"{member.Name}: {Text(member.Value)}")
        .Append(FrameTable.Text(_columns, _rows.Count, _rest)));

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
