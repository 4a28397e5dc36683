using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Completion;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Tags;
using RoslynItem = Microsoft.CodeAnalysis.Completion.CompletionItem;
using RoslynList = Microsoft.CodeAnalysis.Completion.CompletionList;

namespace Research.Notebooks;

/// <summary>What Roslyn offers at a cursor, as texts that replace the word there.</summary>
/// <param name="document">The text.</param>
/// <param name="code">The same text.</param>
/// <param name="cursor">The cursor.</param>
internal sealed class CSharpCompletion(Document document, string code, int cursor)
{
    /// <summary>Choices beyond these have no signature: nobody reads so far. One extension takes as long as all.</summary>
    private const int Signatures = 60, ExtensionSignatures = 3;

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(
            SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeRef)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>Roslyn's names of kinds, and the names that Jupyter's front ends have icons for.</summary>
    private static readonly Dictionary<string, string> Kinds = new()
    {
        [WellKnownTags.Method] = "function",
        [WellKnownTags.ExtensionMethod] = "function",
        [WellKnownTags.Operator] = "function",
        [WellKnownTags.Property] = "property",
        [WellKnownTags.Event] = "event",
        [WellKnownTags.Field] = "variable",
        [WellKnownTags.Constant] = "variable",
        [WellKnownTags.Local] = "variable",
        [WellKnownTags.Parameter] = "variable",
        [WellKnownTags.RangeVariable] = "variable",
        [WellKnownTags.EnumMember] = "enum",
        [WellKnownTags.Enum] = "enum",
        [WellKnownTags.Namespace] = "module",
        [WellKnownTags.Interface] = "interface",
        [WellKnownTags.Structure] = "struct",
        [WellKnownTags.Keyword] = "keyword",
    };

    /// <summary>The choices: what Roslyn takes for likely, then the others by name, then types that could be imported.</summary>
    /// <param name="types">The types that could be imported.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<CompletionList> FindAsync(ImportableTypes types, CancellationToken cancellation)
    {
        var service = CompletionService.GetService(document)!;
        var found = await service.GetCompletionsAsync(document, cursor, cancellationToken: cancellation);
        if (found.ItemsList.Count == 0)
        {
            return new CompletionList(cursor, cursor, []);
        }

        string typed = code[found.Span.Start..cursor];
        var wanted = found.ItemsList
            .Where(item => item.FilterText.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Where(item => !item.IsComplexTextEdit || IsMember(item))
            .OrderByDescending(item => item.Rules.MatchPriority == MatchPriority.Preselect)
            .ThenBy(item => item.DisplayText, StringComparer.OrdinalIgnoreCase)
            .DistinctBy(item => item.DisplayText)
            .ToList();
        if (wanted.Any(IsMember))
        {
            return await MembersAsync(service, found, wanted, cancellation);
        }

        var model = (await document.GetSemanticModelAsync(cancellation))!;
        var owner = Owner(await document.GetSyntaxRootAsync(cancellation), model, found.Span.Start);
        bool isFew = wanted.Count <= ExtensionSignatures;
        var items = wanted.Select((item, index) => new CompletionItem(Text(item), Kind(item), Describe(item, index)));
        bool isType = owner is null && found.ItemsList.Any(item => item.Tags.Contains(WellKnownTags.Class));
        var more = isType ? types.Find(typed, model, found.Span.Start) : [];
        return new CompletionList(found.Span.Start, found.Span.End, [.. items, .. more]);

        string? Describe(RoslynItem item, int index) =>
            index < Signatures && (isFew || !IsExtension(item)) ? SignatureOf(item, model, found.Span.Start, owner) : null;
    }

    /// <summary>Whole members, such as an override: Roslyn's edit may begin before the word.</summary>
    private async Task<CompletionList> MembersAsync(
        CompletionService service, RoslynList found, List<RoslynItem> wanted, CancellationToken cancellation)
    {
        int start = found.Span.Start;
        List<(CompletionItem Item, int Start)> items = [];
        foreach (var item in wanted)
        {
            var change = (await service.GetChangeAsync(document, item, cancellationToken: cancellation)).TextChange;
            string text = change.NewText + (change.Span.End < found.Span.End ? code[change.Span.End..found.Span.End] : "");
            items.Add((new CompletionItem(text, Kind(item), item.DisplayText), change.Span.Start));
            start = Math.Min(start, change.Span.Start);
        }

        return new CompletionList(
            start, found.Span.End,
            [.. items.Select(choice => choice.Item with { Text = code[start..choice.Start] + choice.Item.Text })]);
    }

    private static bool IsExtension(RoslynItem item) => item.Tags.Contains(WellKnownTags.ExtensionMethod);

    /// <summary>True for an override or a part of a partial member.</summary>
    private static bool IsMember(RoslynItem item) => item.Properties.ContainsKey("Modifiers");

    /// <summary>What stands before the dot: a type or a namespace; null where there is no dot.</summary>
    private static INamespaceOrTypeSymbol? Owner(SyntaxNode? root, SemanticModel model, int start)
    {
        var left = start == 0 ? null : root!.FindToken(start - 1).Parent switch
        {
            MemberAccessExpressionSyntax access when access.OperatorToken.Span.End <= start => access.Expression,
            QualifiedNameSyntax name when name.DotToken.Span.End <= start => name.Left,
            MemberBindingExpressionSyntax binding => binding.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression,
            _ => (SyntaxNode?)null,
        };
        return left is null ? null : model.GetSymbolInfo(left).Symbol as INamespaceOrTypeSymbol ?? model.GetTypeInfo(left).Type;
    }

    private static string? SignatureOf(RoslynItem item, SemanticModel model, int position, INamespaceOrTypeSymbol? owner)
    {
        var symbols = item.Properties.TryGetValue("SymbolName", out string? name) && name is not null
            ? model.LookupSymbols(position, owner, name, owner is ITypeSymbol && IsExtension(item))
            : [];
        return symbols.Length == 0 ? null
            : symbols[0].ToDisplayString(Signature) + (symbols.Length > 1 ? $" (+{symbols.Length - 1} overloads)" : "");
    }

    /// <summary>A named argument goes with its colon, a generic type without its brackets.</summary>
    private static string Text(RoslynItem item) =>
        item.Properties.TryGetValue("InsertionText", out string? text) && text is not null ? text
        : item.DisplayTextSuffix == ":" ? item.DisplayText + ":"
        : item.DisplayText;

    private static string Kind(RoslynItem item) =>
        item.Tags.Select(tag => Kinds.GetValueOrDefault(tag)).FirstOrDefault(kind => kind is not null) ?? "class";
}
