using System.Globalization;
using FSharp.Compiler.EditorServices;
using FSharp.Compiler.Symbols;
using FSharp.Compiler.Tokenization;
using Microsoft.FSharp.Collections;

namespace Research.Notebooks;

/// <summary>F#, by the session: a text is checked behind the cells that ran. The first request starts the session.</summary>
internal sealed class FSharpServices(FSharpLanguage language) : ILanguageServices
{
    /// <summary>Only so many choices have a signature: writing one takes long.</summary>
    private const int Signatures = 20;

    public async Task<CompletionList> CompleteAsync(string code, int cursor, CancellationToken cancellation = default)
    {
        var session = await language.StartAsync();
        return await Task.Run(() => Complete(session, code, cursor), cancellation);
    }

    public async Task<MimeBundle?> InspectAsync(
        string code, int cursor, int detailLevel, CancellationToken cancellation = default)
    {
        var session = await language.StartAsync();
        return await Task.Run(() => Inspect(session, code, cursor, detailLevel), cancellation);
    }

    /// <inheritdoc/>
    /// <remarks>As in F# Interactive: two semicolons or an empty line end an input of several lines.</remarks>
    public CodeCompleteness IsComplete(string code)
    {
        string text = code.TrimEnd(' ', '\t');
        bool isDone = !text.Contains('\n') || text.EndsWith('\n') || text.EndsWith(";;", StringComparison.Ordinal);
        bool opens = text.TrimEnd().EndsWith('=') || text.TrimEnd().EndsWith("->", StringComparison.Ordinal);
        return isDone && !opens && !IsInLiteral(code)
            ? new CodeCompleteness(CompletenessStatus.Complete, "")
            : new CodeCompleteness(CompletenessStatus.Incomplete, opens ? "    " : "");
    }

    private static CompletionList Complete(FSharpSession session, string code, int cursor)
    {
        var (line, column, text) = Place(code, cursor);
        var partial = QuickParse.GetPartialLongNameEx(text, column - 1);
        int start = cursor - partial.PartialIdent.Length;
        var (parsed, found, _) = session.Check(WithoutReferences(code));
        var items = found.GetDeclarationListInfo(parsed, line, text, partial, null, null, null).Items
            .Where(item => item.NameInList.StartsWith(partial.PartialIdent, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.NameInCode)
            .OrderBy(item => item.NameInList, StringComparer.OrdinalIgnoreCase)
            .Select((item, index) => new CompletionItem(
                item.NameInCode, Kind(item.Glyph), index < Signatures ? Signature(item.Description) : null));
        return new CompletionList(start, cursor, [.. items]);
    }

    private static MimeBundle? Inspect(FSharpSession session, string code, int cursor, int detailLevel)
    {
        var (line, column, text) = Place(code, cursor);
        if (QuickParse.GetCompleteIdentifierIsland(tolerateJustAfter: true, text, column)?.Value is not var (name, end, _))
        {
            return null;
        }

        var (_, found, _) = session.Check(WithoutReferences(code));
        var names = ListModule.OfSeq(name.Split('.'));
        var elements = Elements(found.GetToolTip(line, end, text, names, FSharpTokenTag.Identifier, null));
        if (elements.Count == 0)
        {
            return null;
        }

        string documentation = string.Join('\n', Documentation(session, elements[0].XmlDoc, detailLevel));
        return InspectionText.Bundle([.. elements.Select(Description)], documentation);
    }

    private static IEnumerable<string> Documentation(FSharpSession session, FSharpXmlDoc comment, int detailLevel)
    {
        var xml = new DocumentationXml(comment switch
        {
            FSharpXmlDoc.FromXmlText { Item: var own } => $"<member>{own.GetXmlText()}</member>",
            FSharpXmlDoc.FromXmlFile { dllName: var file, xmlSig: var id } => session.Documentation(file, id),
            _ => null,
        });
        string?[] lines = detailLevel == 0 ? [xml.Section("summary")]
            : [xml.Section("summary"), .. xml.Parameters, xml.Section("returns"), xml.Section("remarks")];
        return lines.OfType<string>();
    }

    private static string? Signature(ToolTipText text) =>
        Elements(text) is [var first, ..] ? Description(first).Split('\n')[0] : null;

    private static List<ToolTipElementData> Elements(ToolTipText text) =>
        [.. text.Item.OfType<ToolTipElement.Group>().SelectMany(group => group.elements)];

    private static string Description(ToolTipElementData element) =>
        string.Concat(element.MainDescription.Select(part => part.Text)).Trim();

    /// <summary>The cursor's line, from 1, its column in it, and the line's text.</summary>
    private static (int Line, int Column, string Text) Place(string code, int cursor)
    {
        int start = cursor == 0 ? 0 : code.LastIndexOf('\n', cursor - 1) + 1;
        int end = code.IndexOf('\n', cursor) is >= 0 and var found ? found : code.Length;
        return (code.AsSpan(0, start).Count('\n') + 1, cursor - start, code[start..end].TrimEnd('\r'));
    }

    /// <summary>The text with spaces for the lines that fetch packages: nothing is fetched while somebody types.</summary>
    private static string WithoutReferences(string code) => string.Join('\n', code.Split('\n').Select(line =>
        line.TrimStart() is ['#', 'r' or 'i', ' ' or '\t', ..] ? new string(' ', line.Length) : line));

    /// <summary>True if the text ends in a string or a comment, which may go on, or in a part of <c>#if</c>.</summary>
    private static bool IsInLiteral(string code)
    {
        var tokenizer = new FSharpSourceTokenizer(FSharpList<string>.Empty, "cell.fsx", null, null);
        var state = FSharpTokenizerLexState.Initial;
        foreach (string line in code.Split('\n'))
        {
            var tokens = tokenizer.CreateLineTokenizer(line);
            while (tokens.ScanToken(state) is var (token, next))
            {
                state = next;
                if (token is null)
                {
                    break;
                }
            }
        }

        return FSharpLineTokenizer.ColorStateOfLexState(state) is not (FSharpTokenizerColorState.Token
            or FSharpTokenizerColorState.InitialState or FSharpTokenizerColorState.EndLineThenToken
            or FSharpTokenizerColorState.SingleLineComment);
    }

    /// <summary>The names that Jupyter's front ends have icons for.</summary>
    private static string Kind(FSharpGlyph glyph) => glyph.ToString().ToLower(CultureInfo.InvariantCulture) switch
    {
        "method" or "overridenmethod" or "extensionmethod" or "delegate" => "function",
        "property" => "property",
        "event" => "event",
        "field" or "variable" or "constant" => "variable",
        "module" or "namespace" => "module",
        "enum" or "enummember" or "union" => "enum",
        "interface" => "interface",
        "struct" => "struct",
        _ => "class",
    };
}
