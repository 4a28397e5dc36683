using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>The commands that show variables and hand them from language to language.</summary>
internal static class VariableMagics
{
    public static void Who(MagicCall call) => call.Cell.Show(string.Join("\n", call.Language.Variables.Select(variable => variable.Name)));

    public static void Whos(MagicCall call) => call.Cell.Show(call.Language.Variables
        .Select(variable => new { Variable = variable.Name, Type = TypeNames.Short(variable.Type), Value = Short(variable.Read()) })
        .ToList());

    public static async Task<CellResult?> SetAsync(MagicCall call)
    {
        call.Expect(0, 0, "name", "value");
        var (name, value) = (call.Required("name"), call.Required("value"));
        await call.Language.SetAsync(name, value.StartsWith('@') ? await ReferredAsync(call, value[1..]) : Literal(value), call.Run);
        return null;
    }

    public static async Task<CellResult?> ShareAsync(MagicCall call)
    {
        call.Expect(1, int.MaxValue, "from", "as");
        var language = call.Required("from");
        if (call.Arguments["as"] is not null && call.Arguments.Values.Count > 1)
            throw new MagicException($"found {call.Arguments.Values.Count} variables, expected one beside --as.");
        foreach (var variable in call.Arguments.Values)
            await call.Language.SetAsync(call.Arguments["as"] ?? variable, await call.ValueAsync(language, variable), call.Run);
        return null;
    }

    private static Task<object?> ReferredAsync(MagicCall call, string reference) => reference.Split(':', 2) switch
    {
        ["input" or "password", _] => throw new MagicException($"found @{reference}, which asks at a keyboard; expected @LANGUAGE:VARIABLE or a value."),
        [var language, var variable] => call.ValueAsync(language, variable),
        _ => call.ValueAsync(LanguageNames.CSharp, reference),
    };

    private static object Literal(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : bool.TryParse(text, out var flag) ? flag
        : text;

    private static string Short(object? value)
    {
        var line = (value as string ?? Formatter.ToDisplayString(value, MimeBundle.PlainText)).ReplaceLineEndings(" ");
        return line.Length > 80 ? line[..79] + "…" : line;
    }
}
