using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;

namespace Research.Notebooks;

/// <summary>Says what is wrong with a directive, and what was expected.</summary>
internal sealed class DirectiveMistakes(CompositeKernel root)
{
    private const string UnknownDirective = "DNI101";

    /// <summary>The error of a cell that the parser refused.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="found">What the parser found.</param>
    public CellError Describe(RunningCell cell, DiagnosticsProduced found)
    {
        var first = found.Diagnostics.First();
        int line = first.LinePositionSpan.Start.Line + 1;
        string written = cell.Line(line);
        string[] words = Words(written);
        if (first.Code == UnknownDirective)
        {
            var (languages, commands) = (Names<KernelSpecifierDirective>(), Names<KernelActionDirective>());
            return Error(cell.Run, line, $"found {words[0]}, expected a language ({languages}) or a command ({commands}).");
        }

        string expected = Find(words) is { } known ? $", expected {Usage(words, known)}" : "";
        return Error(cell.Run, line, $"found {written}. {first.Message.TrimEnd('.')}{expected}.");
    }

    /// <summary>What a directive takes, where the cell asks for it by <c>--help</c>; else null.</summary>
    public object? Help(RunningCell cell, DiagnosticsProduced found)
    {
        string[] words = Words(cell.Line(found.Diagnostics.First().LinePositionSpan.Start.Line + 1));
        if (!words.Contains("--help") || Find(words) is not { } known)
        {
            return null;
        }

        var lines = known.Parameters.Select(parameter => new { Line = Usage(parameter), Meaning = parameter.Description });
        return lines.Prepend(new { Line = Usage(words, known), Meaning = known.Description ?? "" }).ToList();
    }

    /// <summary>The error of a cell whose directive cannot be carried out.</summary>
    public static CellError Error(PartRun run, int line, string problem)
    {
        string message = line > 0 ? $"{run.Label}, line {line}: {problem}" : $"{run.Label}: {problem}";
        return new CellError("MagicError", message, message.Split('\n'), line > 0 ? line : null);
    }

    /// <summary>A directive as it is written: <c>#!share NAME --from FROM [--as AS]</c>.</summary>
    public static string Usage(KernelDirective directive) => string.Join(" ", directive.Parameters
        .OrderByDescending(parameter => parameter.AllowImplicitName)
        .Select(Usage)
        .Prepend(directive.Name));

    /// <summary>The directives of all kernels.</summary>
    public IEnumerable<KernelDirective> All => Of(root.ChildKernels.Prepend(root));

    /// <summary>The directives of kernels that are not hidden, each once.</summary>
    public static IEnumerable<KernelDirective> Of(IEnumerable<Kernel> kernels) => kernels
        .SelectMany(kernel => kernel.KernelInfo.SupportedDirectives)
        .Where(directive => !directive.Hidden)
        .DistinctBy(directive => directive.Name)
        .OrderBy(directive => directive.Name, StringComparer.Ordinal);

    private KernelDirective? Find(string[] words)
    {
        var known = All.FirstOrDefault(directive => directive.Name == words[0]);
        var sub = (known as KernelActionDirective)?.Subcommands.FirstOrDefault(sub => words.Length > 1 && sub.Name == words[1]);
        return sub ?? known;
    }

    private static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Usage(string[] words, KernelDirective known) =>
        known is KernelActionDirective { Parent: not null } ? $"{words[0]} {Usage(known)}" : Usage(known);

    private static string Usage(KernelDirectiveParameter parameter)
    {
        string value = parameter.Name.TrimStart('-').ToUpperInvariant();
        string written = parameter.AllowImplicitName ? value : parameter.Flag ? parameter.Name : $"{parameter.Name} {value}";
        return parameter.Required ? written : $"[{written}]";
    }

    private string Names<T>()
        where T : KernelDirective
    {
        var names = All.OfType<T>().Select(directive => directive.Name);
        return string.Join(", ", names.Where(name => name.StartsWith("#!", StringComparison.Ordinal)));
    }
}
