using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary>Completes a line such as <c>#!share --from fsharp x</c>: directives, their options, and values of options.</summary>
/// <param name="directives">The directives that a cell can have, as the kernels tell them.</param>
internal sealed class DirectiveCompletion(Func<IEnumerable<KernelDirective>> directives)
{
    /// <summary>What can stand at the end of a line.</summary>
    /// <param name="line">The line up to the cursor.</param>
    /// <param name="start">Where it begins in the cell.</param>
    public async Task<CompletionList> CompleteAsync(string line, int start)
    {
        string[] words = line.Split(' ', '\t');
        var known = directives().ToList();
        var items = words.Length == 1
            ? known.Select(Item)
            : Find(known, words) is { } directive ? await ArgumentsAsync(directive, words, known) : [];
        return new CompletionList(start + line.Length - words[^1].Length, start + line.Length, [.. items
            .Where(item => item.Text.StartsWith(words[^1], StringComparison.OrdinalIgnoreCase))
            .DistinctBy(item => item.Text)
            .OrderBy(item => item.Text, StringComparer.OrdinalIgnoreCase)]);
    }

    private static CompletionItem Item(KernelDirective directive) =>
        new(directive.Name, directive is KernelSpecifierDirective ? "keyword" : "magic", DirectiveMistakes.Usage(directive));

    private static async Task<IEnumerable<CompletionItem>> ArgumentsAsync(
        KernelDirective directive, string[] words, List<KernelDirective> known)
    {
        var option = directive.Parameters
            .FirstOrDefault(parameter => words.Length > 2 && parameter.Name == words[^2] && !parameter.Flag);
        if (option is not null)
        {
            return (await ValuesAsync(option)).Concat(IsKernel(option) ? Kernels(known) : []);
        }

        var options = directive.Parameters
            .Where(parameter => words.SkipLast(1).Count(word => word == parameter.Name) < Math.Max(parameter.MaxOccurrences, 1))
            .Select(parameter => new CompletionItem(parameter.Name, "magic", parameter.Description));
        var subcommands = (directive as KernelActionDirective)?.Subcommands ?? [];
        var unnamed = directive.Parameters.FirstOrDefault(parameter => parameter.AllowImplicitName);
        return options.Concat(subcommands.Select(command => new CompletionItem(command.Name, "magic", command.Description)))
            .Concat(unnamed is null ? [] : await ValuesAsync(unnamed));
    }

    /// <summary>The directive of a line, or the subcommand that it names.</summary>
    private static KernelDirective? Find(List<KernelDirective> known, string[] words)
    {
        var directive = known.FirstOrDefault(directive => directive.Name == words[0]);
        for (int word = 1; word < words.Length - 1 && directive is KernelActionDirective action; word++)
        {
            directive = action.Subcommands.FirstOrDefault(command => command.Name == words[word]) ?? directive;
        }

        return directive;
    }

    private static async Task<IEnumerable<CompletionItem>> ValuesAsync(KernelDirectiveParameter parameter) =>
        (await parameter.GetValueCompletionsAsync())
            .Select(value => new CompletionItem(value.InsertText ?? value.DisplayText, "variable", value.Documentation));

    /// <summary>True for <c>--from</c>, which takes a kernel's name without the directive saying so.</summary>
    private static bool IsKernel(KernelDirectiveParameter parameter) => parameter.Name == "--from";

    private static IEnumerable<CompletionItem> Kernels(List<KernelDirective> known) =>
        known.OfType<KernelSpecifierDirective>()
            .Select(kernel => new CompletionItem(kernel.KernelName, "module", kernel.Description));
}
