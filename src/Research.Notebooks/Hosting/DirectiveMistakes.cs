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
        var line = first.LinePositionSpan.Start.Line + 1;
        var written = cell.Line(line);
        var name = written.Split(' ', 2)[0];
        var message = first.Code == UnknownDirective
            ? $"found {name}, expected a language ({Names<KernelSpecifierDirective>()}) or a command ({Names<KernelActionDirective>()})."
            : $"found {written}: {first.Message.TrimEnd('.')}{(Usage(name) is { } usage ? $"; expected {usage}" : "")}.";
        return Error(cell.Run, line, message);
    }

    /// <summary>The error of a cell whose directive cannot be carried out.</summary>
    public static CellError Error(PartRun run, int line, string problem)
    {
        var message = line > 0 ? $"{run.Label}, line {line}: {problem}" : $"{run.Label}: {problem}";
        return new CellError("MagicError", message, message.Split('\n'), line > 0 ? line : null);
    }

    /// <summary>A directive as it is written: <c>#!share NAME --from FROM [--as AS]</c>.</summary>
    public static string Usage(KernelDirective directive) => string.Join(" ", directive.Parameters
        .OrderByDescending(parameter => parameter.AllowImplicitName)
        .Select(Usage)
        .Prepend(directive.Name));

    /// <summary>The directives of all kernels that are not hidden, each once.</summary>
    public IEnumerable<KernelDirective> All => root.ChildKernels.Prepend(root)
        .SelectMany(kernel => kernel.KernelInfo.SupportedDirectives)
        .Where(directive => !directive.Hidden)
        .DistinctBy(directive => directive.Name);

    private string? Usage(string name) => All.FirstOrDefault(directive => directive.Name == name) is { } known ? Usage(known) : null;

    private static string Usage(KernelDirectiveParameter parameter)
    {
        var value = parameter.Name.TrimStart('-').ToUpperInvariant();
        var written = parameter.AllowImplicitName ? value : parameter.Flag ? parameter.Name : $"{parameter.Name} {value}";
        return parameter.Required ? written : $"[{written}]";
    }

    private string Names<T>()
        where T : KernelDirective => string.Join(", ", All.OfType<T>().Select(directive => directive.Name));
}
