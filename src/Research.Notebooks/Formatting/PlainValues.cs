namespace Research.Notebooks;

/// <summary>Values that are a line of text and nothing more.</summary>
internal static class PlainValues
{
    private static readonly HashSet<Type> Known =
    [
        typeof(string), typeof(bool), typeof(char), typeof(decimal), typeof(Half), typeof(Int128), typeof(UInt128),
            typeof(System.Numerics.BigInteger),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Guid),
    ];

    /// <summary>True for numbers, texts, dates and the like.</summary>
    public static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || Known.Contains(type);

    /// <summary>
    /// True for a case of an F# union that is no sequence. Its own text says which case it is; its properties do not.
    /// </summary>
    public static bool IsUnion(Type type) =>
        !typeof(System.Collections.IEnumerable).IsAssignableFrom(type)
        && (IsDeclaredUnion(type) || (type.BaseType is { } declared && IsDeclaredUnion(declared)));

    /// <summary>By the attribute's name, because FSharp.Core may not be loaded, and need not be.</summary>
    private static bool IsDeclaredUnion(Type type) => type.CustomAttributes.Any(attribute =>
        attribute.AttributeType.FullName == "Microsoft.FSharp.Core.CompilationMappingAttribute"
        && attribute.ConstructorArguments is [{ Value: int kind }, ..] && (kind & 31) == 1);
}
