using System.CommandLine;
using Research.Notebooks;

namespace Research.Cli;

/// <summary><c>research thumbnails</c>: a reproduction's figures as README.md shows them.</summary>
internal sealed class ThumbnailsCommand : KitCommand
{
    private readonly Argument<string> _results = PathArgument("DIR", "The results of a whole reproduction.");
    private readonly Option<string> _output = OutputOption("The folder to write to: docs/tour for the README's.");

    public ThumbnailsCommand()
        : base("thumbnails", $"Writes one figure of each notebook {Thumbnails.Width} pixels wide, for the README's tour.",
            "research thumbnails results/quick -o docs/tour")
    {
        Arguments.Add(_results);
        Does(Run, _output);
    }

    private int Run(ParseResult parsed, CancellationToken cancellation)
    {
        var written = Thumbnails.Write(parsed.GetValue(_results)!, parsed.GetValue(_output)!);
        Console.WriteLine($"{written.Count} thumbnails in {parsed.GetValue(_output)}");
        return ExitCode.Done;
    }
}
