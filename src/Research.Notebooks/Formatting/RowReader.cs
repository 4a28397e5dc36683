using System.Collections;
using Microsoft.Data.Analysis;
using Research.Notebooks.Interactive;

namespace Research.Notebooks;

/// <summary>
/// A sequence as rows: of records, anonymous objects, tuples or dictionaries by their members, of plain values by one column.
/// </summary>
internal sealed class RowReader
{
    private readonly IEnumerable _sequence;
    private readonly List<(string Name, Type Type, Func<object, object?> Read)> _members;

    private RowReader(IEnumerable sequence, List<(string Name, Type Type, Func<object, object?> Read)> members) =>
        (_sequence, _members) = (sequence, members);

    /// <summary>The columns.</summary>
    public IReadOnlyList<string> Columns => [.. _members.Select(member => member.Name)];

    /// <summary>The columns' types.</summary>
    public IReadOnlyList<Type> Types => [.. _members.Select(member => member.Type)];

    /// <summary>The rows, read one after the other.</summary>
    public IEnumerable<object?[]> Rows =>
        _sequence.Cast<object?>().Select(item => _members.Select(member => item is null ? null : member.Read(item)).ToArray());

    /// <summary>Reads a sequence; null if the value is none.</summary>
    /// <param name="value">The value.</param>
    /// <param name="sample">Of dictionaries and of objects, only so many are looked at to tell the columns.</param>
    public static RowReader? TryRead(object? value, int sample = int.MaxValue) => value switch
    {
        string or null => null,
        DataFrame frame => OfFrame(frame),
        QueryResult result => new RowReader(result, [.. result.Columns.Select(column => Entry(column))]),
        IEnumerable<IReadOnlyDictionary<string, object?>> rows =>
            OfDictionaries(rows, rows.Take(sample).SelectMany(row => row.Keys)),
        IEnumerable<IDictionary<string, object?>> rows => OfDictionaries(rows, rows.Take(sample).SelectMany(row => row.Keys)),
        IEnumerable sequence when RowMembers.ItemType(value.GetType()) is { } item =>
            new RowReader(sequence, MembersOf(item, sequence, sample)),
        _ => null,
    };

    /// <summary>The rows as a result of a query, which any language can read.</summary>
    public QueryResult ToResult() => new(Columns, Rows);

    private static RowReader OfFrame(DataFrame frame) => new(frame.Rows, [.. frame.Columns.Select((column, index) =>
        (column.Name, column.DataType, (Func<object, object?>)(row => ((DataFrameRow)row)[index])))]);

    private static RowReader OfDictionaries(IEnumerable rows, IEnumerable<string> keys) =>
        new(rows, [.. keys.Distinct().Select(Entry)]);

    private static (string Name, Type Type, Func<object, object?> Read) Entry(string key) =>
        (key, typeof(object), row => row switch
    {
        IReadOnlyDictionary<string, object?> known => known.GetValueOrDefault(key),
        IDictionary<string, object?> known when known.TryGetValue(key, out object? value) => value,
        _ => null,
    });

    private static List<(string Name, Type Type, Func<object, object?> Read)> MembersOf(Type item, IEnumerable sequence,
        int sample)
    {
        bool isPlain = item.IsPrimitive || item.IsEnum || item == typeof(string) || item == typeof(object)
            || Nullable.GetUnderlyingType(item) is not null
            || (typeof(IFormattable).IsAssignableFrom(item) && !RowMembers.IsTuple(item));
        return isPlain ? [("value", item, value => value)]
            : item.IsValueType || item.IsSealed ? RowMembers.Of(item)
            : RowMembers.Of(item, sequence.Cast<object?>().Take(sample));
    }
}
