using System.Reflection;

namespace Research.Notebooks;

/// <summary>What the columns of a table of objects are.</summary>
internal static class RowMembers
{
    /// <summary>What the items of a sequence type are; null for a type that is no generic sequence.</summary>
    public static Type? ItemType(Type sequence) => sequence.GetInterfaces().Append(sequence)
        .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        .Select(type => type.GetGenericArguments()[0])
        .FirstOrDefault();

    /// <summary>A column for each field of a tuple, or public property of anything else.</summary>
    public static List<(string Name, Type Type, Func<object, object?> Read)> Of(Type row) => IsTuple(row)
        ? [.. row.GetFields().Select(field => (field.Name, field.FieldType, (Func<object, object?>)field.GetValue))]
        : [.. row.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0
            && !property.PropertyType.IsByRefLike)
            .GroupBy(property => property.Name).Select(named => named.MaxBy(property => Depth(property.DeclaringType))!)
            .Select(property => (property.Name, property.PropertyType, (Func<object, object?>)(item => Read(property, item))))];

    /// <summary>
    /// The columns of rows that may be of types of their own: those of each type, in the order in which the types come.
    /// </summary>
    /// <param name="item">What the sequence says that its items are.</param>
    /// <param name="rows">The rows to look at.</param>
    public static List<(string Name, Type Type, Func<object, object?> Read)> Of(Type item, IEnumerable<object?> rows)
    {
        var types = rows.OfType<object>().Select(row => row.GetType()).Distinct().ToList();
        if (item.IsValueType || item.IsSealed || types.All(type => type == item))
        {
            return Of(item);
        }

        var byType = types.ToDictionary(type => type, type => Of(type).ToDictionary(member => member.Name));
        return
        [
            .. byType.Values.SelectMany(members => members.Values).GroupBy(member => member.Name).Select(named =>
                (named.Key, named.Select(member => member.Type).Distinct().ToArray() is [var only] ? only : typeof(object),
                    (Func<object, object?>)(row =>
                        byType.GetValueOrDefault(row.GetType())?.GetValueOrDefault(named.Key).Read?.Invoke(row)))),
        ];
    }

    /// <summary>What a sequence has to show beside its items; nothing for the framework's own sequences.</summary>
    public static List<(string Name, Type Type, Func<object, object?> Read)> Own(Type sequence) =>
        sequence.IsArray || sequence.Name.StartsWith('<')
            || sequence.Namespace?.Split('.') is ["System", ..] or ["Microsoft", "FSharp", ..]
            ? []
            : Of(sequence).FindAll(member => member.Name
                is not (
                "Count" or "Length" or "LongLength" or "Capacity" or "IsReadOnly" or "SyncRoot" or "IsSynchronized" or "IsFixedSize"));

    /// <summary>True for a value tuple.</summary>
    public static bool IsTuple(Type type) => type.IsGenericType
        && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);

    /// <summary>How many classes stand above one: of two properties of a name, the deeper class's hides the other.</summary>
    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);

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
}
