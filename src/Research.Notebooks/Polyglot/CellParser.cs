using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>Takes a cell apart at its <c>#!</c> lines. A cell without one is one part, its text as it is.</summary>
internal static partial class CellParser
{
    /// <summary>The parts in order; stretches of white space are left out.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="language">The language that it begins in.</param>
    public static IReadOnlyList<CellPart> Parse(string code, string language)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
            return [new CodePart(language, 1, code, CommandLine.Empty)];

        var parts = new List<CellPart>();
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        var (first, options) = (0, CommandLine.Empty);
        for (var index = 0; index < lines.Length; index++)
        {
            if (Directive().Match(lines[index]) is not { Success: true } match)
                continue;
            AddCode(index);
            var (name, arguments) = (match.Groups[1].Value, CommandLine.Parse(match.Groups[2].Value));
            if (LanguageNames.Find(name) is { } chosen)
                (language, options) = (chosen, arguments);
            else
                parts.Add(new MagicPart(language, index + 1, name, arguments));
            first = index + 1;
        }

        AddCode(lines.Length);
        return parts;

        void AddCode(int end)
        {
            if (!lines[first..end].All(string.IsNullOrWhiteSpace))
                parts.Add(new CodePart(language, first + 1, new string('\n', first) + string.Join('\n', lines[first..end]), options));
        }
    }

    /// <summary>A letter or a dot follows: <c>#!/usr/bin/env</c> in a script's first line is none.</summary>
    [GeneratedRegex(@"^#!([A-Za-z.][\w.#+-]*)[ \t]*(.*?)[ \t]*$")]
    private static partial Regex Directive();
}
