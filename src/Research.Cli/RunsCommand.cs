using System.CommandLine;
using Microsoft.Data.Analysis;
using Research.Training;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research runs</c>: the runs of a results folder as a table.</summary>
internal sealed class RunsCommand : KitCommand
{
    private static readonly string[] Usual = ["run", "experiment", "state", "seed", "epochs"];

    private readonly Argument<string?> _folder =
        new("FOLDER") { Description = "Where the runs are; by default results/.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _where =
        new("--where")
        {
            Description = "Only runs for which this holds, such as cell=GRU or composite>0.5; several: all must "
        + "hold.",
            HelpName = "NAME=VALUE",
            AllowMultipleArgumentsPerToken = true
        };
    private readonly Option<string?> _sort = new("--sort") { Description = "By this, the largest first.", HelpName = "NAME" };
    private readonly Option<bool> _ascending = new("--ascending") { Description = "The smallest first." };
    private readonly Option<string[]> _show = new(
        "--show")
    {
        Description = "Columns beside the usual ones, such as latent,val_loss.",
        HelpName = "NAMES",
        CustomParser = result => [.. result.Tokens.SelectMany(t =>
                t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };
    private readonly Option<int> _rows = AtLeast("--rows", "So many runs are listed at most.", least: 1, usual: 1000);
    private readonly Option<bool> _columns = new("--columns") { Description = "List the names of all columns instead." };

    public RunsCommand()
        : base("runs",
            "Lists runs with their configuration and scores. A name may be short: cell is options.cell, composite is "
                + "Test.composite_f1.",
            "research runs --sort composite",
            "research runs results/quick --where cell=GRU \"seed<45\" --show latent,val_loss",
            "research runs --where state=failed --show problem")
    {
        _folder.Validators.Add(RefuseOptions);
        Arguments.Add(_folder);
        Does((parsed, _) => Run(parsed), _where, _sort, _ascending, _show, _rows, _columns);
    }

    private int Run(ParseResult parsed)
    {
        string root = parsed.GetValue(_folder) ?? Repository.Results;
        var all = Runs.Load(root);
        string[] names = [.. all.Columns.Select(column => column.Name)];
        if (parsed.GetValue(_columns))
        {
            Console.WriteLine(string.Join('\n', names));
            return ExitCode.Done;
        }

        RunFilter[] filters = [.. (parsed.GetValue(_where) ?? []).Select(RunFilter.Parse)];
        var runs = all.Rows.Count == 0 ? all : filters.Aggregate(all, (kept, filter) => filter.Apply(kept));
        if (all.Rows.Count > 0)
        {
            string? sort = parsed.GetValue(_sort);
            string[] wanted = [.. filters.Select(f => f.Name), .. sort is null ? [] : (string[])[sort],
                .. parsed.GetValue(_show) ?? []];
            if (sort is not null)
            {
                runs = runs.OrderBy(Column(sort), parsed.GetValue(_ascending), putNullValuesLast: true);
            }

            AnsiConsole.Write(FrameText.Of(new DataFrame(Usual.Concat(wanted).Distinct().Select(name =>
            {
                var column = runs.Columns[Column(name)].Clone();
                column.SetName(name);
                return column;
            })), parsed.GetValue(_rows)));
        }

        Console.WriteLine($"{runs.Rows.Count:N0} of {all.Rows.Count:N0} runs in {root}");
        return ExitCode.Done;

        string Column(string name) => Runs.Column(names, name)
            ?? throw new ArgumentException(
                $"found the column '{name}', which no run has; expected one of those that --columns lists.");
    }
}
