using System.CommandLine;
using Research.Figures.Recipes;

namespace Research.Cli;

/// <summary><c>research figures</c>: the gallery of plots.</summary>
internal sealed class FiguresCommand : KitCommand
{
    private readonly Option<string> _output = OutputOption(
        "The HTML file to write: docs/figures.html for the one of the documentation.", "FILE.html");
    private readonly OutputFile _file = new(".html");

    public FiguresCommand()
        : base("figures", "Writes a page with every plot of the kit, its picture and its code.",
            "research figures -o docs/figures.html --force") =>
        Does(Run, _output, _file.Force);

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string file = parsed.GetValue(_output)!;
        using var claim = _file.Claim(file, parsed.GetValue(_file.Force));
        AtomicFile.Write(file, Gallery.Html());
        Console.WriteLine($"{Recipe.All.Count} plots in {file}");
        return ExitCode.Done;
    }
}
