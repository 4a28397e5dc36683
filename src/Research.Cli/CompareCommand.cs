using System.CommandLine;
using Research.Figures;
using Research.Training;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research compare</c>: runs side by side.</summary>
internal sealed class CompareCommand : KitCommand
{
    private readonly Argument<string[]> _runs =
        new("RUN")
        {
            Description = "Folders of runs. Those that differ by the seed alone are taken together.",
            Arity = ArgumentArity.OneOrMore,
        };
    private readonly Option<string[]> _scores =
        new("--scores")
        {
            Description = "Only these scores, such as composite,val_loss.",
            HelpName = "NAMES",
            CustomParser = result => [.. result.Tokens.SelectMany(t =>
                t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
        };
    private readonly Option<string?> _output =
        new("--output",
        "-o")
        {
            Description = "Where the curves go; by default comparison.html in results/, and a PNG beside it.",
            HelpName = "FILE.html",
        };

    private readonly OutputFile _file = new(".html");

    public CompareCommand()
        : base("compare",
            "Compares runs: what their configurations differ in, how far apart their scores are, their curves on one figure.",
            "research compare results/quick/cuphead/focal-grid/gru-512-* results/quick/cuphead/focal-grid/lstm-512-*",
            "research compare RUN RUN --scores composite,val_loss -o /tmp/curves.html")
    {
        _runs.Validators.Add(RefuseOptions);
        Arguments.Add(_runs);
        Does((parsed, _) => Run(parsed), _scores, _output, _file.Force);
    }

    private int Run(ParseResult parsed)
    {
        using var claim = parsed.GetValue(_output) is { } asked ? _file.Claim(asked, parsed.GetValue(_file.Force)) : null;
        using var picture = parsed.GetValue(_output) is { } page ? new OutputFile(".png")
            .Claim(Path.ChangeExtension(page, ".png"), parsed.GetValue(_file.Force)) : null;
        var comparison = RunComparison.Of([.. parsed.GetValue(_runs)!.Select(folder => RunRecord.Read(folder)
            ?? throw new InvalidDataException($"{folder}: found no run; expected a folder with a config.json."))]);
        foreach (var run in comparison.Variants.SelectMany(v => v.Runs).Where(run => run.State != RunState.Complete))
        {
            Console.Error.WriteLine(
                $"warning: {run.Folder} is {SweepText.Of(run.State)}; its scores are not "
                + $"known.{(run.Problem is null ? "" : " " + run.Problem)}");
        }

        AnsiConsole.Write(FrameText.Of(comparison.SettingsToDataFrame(), int.MaxValue));
        AnsiConsole.Write(FrameText.Of(comparison.ScoresToDataFrame(Chosen(comparison, parsed.GetValue(_scores) ?? [])),
            int.MaxValue));
        if (comparison.Variants.Any(v => v.Runs.Count > 1))
        {
            Console.WriteLine(
                "In brackets: 95 % t intervals over seeds; of differences over pairs of seeds where both have the same.");
        }

        if (comparison.Variants.Any(v => v.Runs.Any(run => run.Epochs.Count > 0)))
        {
            Console.WriteLine(string.Join('\n',
                Draw(comparison, Path.GetFullPath(parsed.GetValue(_output)
                ?? Path.Combine(Repository.Results, "comparison.html")))));
        }

        return ExitCode.Done;
    }

    private static string[] Chosen(RunComparison comparison, string[] names) => names.Length == 0
        ? [.. comparison.Scores]
        : [.. names.Select(name => Runs.Column(comparison.Scores, name)
            ?? throw new ArgumentException(
                $"found the score '{name}', which not every run has; expected some of {string.Join(", ", comparison.Scores)}."))];

    /// <summary>The page to explore, and the losses as a picture.</summary>
    private static string[] Draw(RunComparison comparison, string file)
    {
        string picture = Path.ChangeExtension(file, ".png");
        comparison.Explored().Save(file);
        byte[] losses = comparison.Plot().ToPng();
        AtomicFile.Write(picture, beside => File.WriteAllBytes(beside, losses));
        return [file, picture];
    }
}
