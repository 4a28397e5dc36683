using System.Collections;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>
/// A sequence of records as the table it is: a column per property, the first rows, and how many rows there are. (The
/// formatting package shows a sequence of objects as a tree to be unfolded row by row.)
/// </summary>
internal sealed class RowTable
{
    private readonly List<string> _columns;
    private readonly List<bool> _areNumbers;
    private readonly List<object?[]> _rows;
    private readonly string? _rest;

    private RowTable(List<string> columns, List<bool> areNumbers, List<object?[]> rows, string? rest) =>
        (_columns, _areNumbers, _rows, _rest) = (columns, areNumbers, rows, rest);

    /// <summary>Reads the first rows; null if the value is no sequence of records, anonymous objects, tuples or the like.</summary>
    public static RowTable? TryRead(object value)
    {
        if (value is not IEnumerable sequence || value is IDictionary || RowType(value.GetType()) is not { } rowType)
            return null;
        var members = Members(rowType);
        if (members.Count == 0)
            return null;

        var rows = new List<object?[]>();
        var hasMore = false;
        foreach (var item in sequence)
        {
            if (hasMore = rows.Count == MimeBundle.MaxItems)
                break;
            rows.Add([.. members.Select(member => item is null ? null : member.Read(item))]);
        }

        int? count = value is ICollection collection ? collection.Count : null;
        var rest = !hasMore ? null
            : count is null ? $"… and more: only the first {rows.Count} rows are shown"
            : string.Create(CultureInfo.InvariantCulture, $"… {count - rows.Count:N0} more of {count:N0} rows");
        return new RowTable(
            [.. members.Select(member => member.Name)],
            [.. members.Select((member, column) => IsNumber(member.Type) || rows.All(row => ReadsAsNumber(row[column])))],
            rows, rest);
    }

    public string ToHtml()
    {
        var html = new StringBuilder("<table><thead><tr>");
        for (var column = 0; column < _columns.Count; column++)
            html.Append(CultureInfo.InvariantCulture, $"<th{Alignment(column)}>{WebUtility.HtmlEncode(_columns[column])}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var row in _rows)
        {
            html.Append("<tr>");
            for (var column = 0; column < row.Length; column++)
                html.Append(CultureInfo.InvariantCulture, $"<td{Alignment(column)}>{Html(row[column])}</td>");
            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (_rest is not null)
            html.Append(CultureInfo.InvariantCulture, $"<p><i>{_rest}</i></p>");
        return html.ToString();
    }

    public string ToText()
    {
        var cells = _rows.Select(row => row.Select(Text).ToArray()).Prepend([.. _columns]).ToList();
        var widths = Enumerable.Range(0, _columns.Count).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var lines = cells.Select(row => string.Join("  ", row.Select((cell, column) =>
            _areNumbers[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        return string.Join('\n', _rest is null ? lines : lines.Append(_rest));
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

    /// <summary>What the sequence's items are, if they are objects to be taken apart.</summary>
    private static Type? RowType(Type sequence)
    {
        var item = sequence.GetInterfaces().Append(sequence)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .Select(type => type.GetGenericArguments()[0])
            .FirstOrDefault();
        var isRow = item is not null
            && item != typeof(object) && !item.IsPrimitive && item != typeof(string)
            && !typeof(IEnumerable).IsAssignableFrom(item)
            && !typeof(IHtmlContent).IsAssignableFrom(item)
            && (IsTuple(item) || !typeof(IFormattable).IsAssignableFrom(item))
            && Formatter.GetPreferredMimeTypesFor(item).ToArray() is [MimeBundle.Html]
            && !Formatter.RegisteredFormatters(false).Any(formatter => formatter.Type.IsAssignableFrom(item));
        return isRow ? item : null;
    }

    private static List<(string Name, Type Type, Func<object, object?> Read)> Members(Type row) => IsTuple(row)
        ? [.. row.GetFields().Select(field => (field.Name, field.FieldType, (Func<object, object?>)field.GetValue))]
        : [.. row.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0 && !property.PropertyType.IsByRefLike)
            .Select(property => (property.Name, property.PropertyType, (Func<object, object?>)(item => Read(property, item))))];

    /// <summary>A property that throws shows what it threw in its place; the rest of the table is still of use.</summary>
    private static object? Read(PropertyInfo property, object item)
    {
        try
        {
            return property.GetValue(item);
        }
        catch (TargetInvocationException e)
        {
            return $"{e.InnerException!.GetType().Name}: {e.InnerException.Message}";
        }
    }

    private static bool IsTuple(Type type) => type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    /// <summary>Numbers that a cell has formatted itself line up like any others.</summary>
    private static bool ReadsAsNumber(object? value) =>
        value is null or "N/A" || (value is string text && double.TryParse(text.TrimEnd('%'), CultureInfo.InvariantCulture, out _));

    private static bool IsNumber(Type type)
    {
        var number = Nullable.GetUnderlyingType(type) ?? type;
        return !number.IsEnum && number != typeof(char) && number.GetInterfaces()
            .Any(face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(System.Numerics.INumber<>));
    }
}
