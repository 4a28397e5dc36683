using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Research.Notebooks;

/// <summary>Turns a value that was given as text into a C# expression of the parameter's type.</summary>
internal static class ParameterValue
{
    /// <summary>What can be given, for messages.</summary>
    public const string Supported = "bool, int, long, float, double, string, an enum, or an array or list of one of these";

    private static readonly HashSet<string> ListTypes =
    [
        "System.Collections.Generic.List<T>", "System.Collections.Generic.IList<T>", "System.Collections.Generic.ICollection<T>",
        "System.Collections.Generic.IEnumerable<T>", "System.Collections.Generic.IReadOnlyList<T>",
        "System.Collections.Generic.IReadOnlyCollection<T>",
    ];

    /// <summary>The expression.</summary>
    /// <param name="text">The value as given.</param>
    /// <param name="type">The parameter's type.</param>
    /// <param name="show">Writes a type's name as the notebook can read it.</param>
    /// <exception cref="FormatException">The text is no such value; the message says what one looks like.</exception>
    /// <exception cref="NotSupportedException">No text stands for a value of that type.</exception>
    public static string ToExpression(string text, ITypeSymbol type, Func<ITypeSymbol, string> show)
    {
        if (Element(type) is { } element)
        {
            return $"[{string.Join(", ", Items(text).Select(item => ToExpression(item, element, show)))}]";
        }

        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable)
        {
            return text == "null" ? "null" : ToExpression(text, nullable.TypeArguments[0], show);
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return $"{show(type)}.{Member(text, type)}";
        }

        return type.SpecialType switch
        {
            SpecialType.System_Boolean => bool.TryParse(text, out bool flag) ? (flag ? "true" : "false")
                : throw new FormatException("true or false"),
            SpecialType.System_Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out int number)
                ? number.ToString(CultureInfo.InvariantCulture)
                : throw new FormatException("a whole number within ±2147483647"),
            SpecialType.System_Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out long number)
                ? number.ToString(CultureInfo.InvariantCulture) + "L"
                : throw new FormatException("a whole number of 64 bits"),
            SpecialType.System_Single => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number)
                ? float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) + "F" : NotFinite("float", number)
                : throw new FormatException("a number, such as 0.5 or 1e-3"),
            SpecialType.System_Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture,
                out double number)
                ? double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) + "D" : NotFinite("double", number)
                : throw new FormatException("a number, such as 0.5 or 1e-3"),
            SpecialType.System_String => text == "null" && type.NullableAnnotation == NullableAnnotation.Annotated
                ? "null"
                : SymbolDisplay.FormatLiteral(text, quote: true),
            _ => throw new NotSupportedException(Supported),
        };
    }

    private static ITypeSymbol? Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1 } named when ListTypes.Contains(named.OriginalDefinition.ToDisplayString()) =>
            named.TypeArguments[0],
        _ => null,
    };

    private static string Member(string text, ITypeSymbol type)
    {
        var members = type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).Select(field => field.Name)
            .ToList();
        return members.FirstOrDefault(member => member == text)
            ?? members.FirstOrDefault(member => string.Equals(member, text, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException($"one of {string.Join(", ", members)}");
    }

    private static string NotFinite(string type, double number) =>
        double.IsNaN(number) ? $"{type}.NaN" : number > 0 ? $"{type}.PositiveInfinity" : $"{type}.NegativeInfinity";

    /// <summary>The items of <c>[a, b]</c> or <c>a, b</c>; an item in double quotes may hold commas.</summary>
    private static List<string> Items(string text)
    {
        string inner = text.Trim();
        if (inner.StartsWith('[') && inner.EndsWith(']'))
        {
            inner = inner[1..^1];
        }

        if (string.IsNullOrWhiteSpace(inner))
        {
            return [];
        }

        var items = new List<string>();
        var item = new StringBuilder();
        bool isQuoted = false;
        foreach (char character in inner)
        {
            if (character == ',' && !isQuoted)
            {
                items.Add(Unquote(item));
                item.Clear();
                continue;
            }

            isQuoted ^= character == '"';
            item.Append(character);
        }

        items.Add(Unquote(item));
        return items;
    }

    private static string Unquote(StringBuilder item)
    {
        string text = item.ToString().Trim();
        return text is ['"', .., '"'] ? text[1..^1] : text;
    }
}
