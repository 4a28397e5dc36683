namespace Research.Notebooks;

/// <summary>Writes the names of types as C# does.</summary>
internal static class TypeNames
{
    /// <summary>The name to read: <c>List&lt;Int32&gt;</c>.</summary>
    public static string Short(Type type) => Write(type, static type => type.IsNested && !IsSubmission(type.DeclaringType!)
        ? $"{Short(type.DeclaringType!)}." : "");

    /// <summary>The name to compile, whatever usings hold; null for a type that C# code cannot name.</summary>
    public static string? Full(Type type) =>
        type.IsVisible && Parts(type).All(part => part.Assembly.Location.Length > 0 && !part.Name.StartsWith('<'))
            ? Write(type, static type => type.IsNested ? $"{Full(type.DeclaringType!)}." : type.Namespace is null ? "global::"
            : $"global::{type.Namespace}.")
            : null;

    /// <summary>The name for F# code; null for a type that it cannot name in this way.</summary>
    public static string? FSharp(Type type) =>
        type.IsVisible && Parts(type).All(part => part.Assembly.Location.Length > 0
            && part.Assembly.GetName().Name != "FSharp.Core")
            ? Write(type, static type => type.IsNested ? $"{FSharp(type.DeclaringType!)}." : type.Namespace is null ? "global."
                : $"global.{type.Namespace}.")
            : null;

    /// <summary>The type and everything that its name is made of.</summary>
    public static IEnumerable<Type> Parts(Type type) => type.HasElementType
        ? Parts(type.GetElementType()!)
        : type.GetGenericArguments().SelectMany(Parts).Prepend(type);

    private static string Write(Type type, Func<Type, string> prefix)
    {
        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!, prefix)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        string name = type.Name.Split('`')[0];
        var own = type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0).ToList();
        string arguments = own.Count == 0 ? "" : $"<{string.Join(", ", own.Select(argument => Write(argument, prefix)))}>";
        return $"{prefix(type)}{name}{arguments}";
    }

    private static bool IsSubmission(Type type) => type.Name.StartsWith("Submission#", StringComparison.Ordinal);
}
