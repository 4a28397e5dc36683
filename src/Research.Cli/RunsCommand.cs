using System.CommandLine;
using System.Globalization;
using Research.Training;
using Spectre.Console;

namespace Research.Cli;

/// <summary><c>research runs</c>: the runs of a results folder as a table.</summary>
internal sealed class RunsCommand : KitCommand
{
    private static readonly string[] Usual = ["run", "experiment", "state", "seed", "epochs"];

    private readonly Argument<string?> _folder = new("FOLDER") { Description = "Where the runs are; by default results/.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string[]> _where = new("--where") { Description = "Only runs for which this holds, such as cell=GRU or composite>0.5; several: all must hold.", HelpName = "NAME=VALUE", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _sort = new("--sort") { Description = "By this, the largest first.", HelpName = "NAME" };
    private readonly Option<bool> _ascending = new("--ascending") { Description = "The smallest first." };
    private readonly Option<string[]> _show = new("--show") { Description = "Columns beside the usual ones, such as latent,val_loss.", HelpName = "NAMES", CustomParser = result => [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))] };
    private readonly Option<bool> _columns = new("--columns") { Description = "List the names of all columns instead." };

    public RunsCommand()
        : base("runs", "Lists runs with their configuration and scores. A name may be short: cell is options.cell, composite is Test.composite_f1.",
            "research runs --sort composite",
            "research runs results/quick --where cell=GRU \"seed<45\" --show latent,val_loss",
            "research runs --where state=failed --show problem")
    {
        Arguments.Add(_folder);
        Does((parsed, _) => Run(parsed), _where, _sort, _ascending, _show, _columns);
    }

    private int Run(ParseResult parsed)
    {
        string root = parsed.GetValue(_folder) ?? Repository.Results;
        if (!Directory.Exists(root))
        {
            throw new DirectoryNotFoundException($"{root}: found no such folder; expected one with runs.");
        }

        RunFilter[] filters = [.. (parsed.GetValue(_where) ?? []).Select(RunFilter.Parse)];
        var all = RunRecord.All(root, epochs: false).Select(RunTable.Row).ToList();
        string[] names = [.. all.SelectMany(row => row.Keys).Distinct(StringComparer.OrdinalIgnoreCase)];
        string? sort = parsed.GetValue(_sort);
        string[] wanted = [.. filters.Select(f => f.Name), .. sort is null ? [] : (string[])[sort], .. parsed.GetValue(_show) ?? []];
        if (all.Count > 0 && wanted.FirstOrDefault(name => RunTable.Column(names, name) is null) is { } unknown)
        {
            throw new ArgumentException($"found the column '{unknown}', which no run has; expected one of those that --columns lists.");
        }

        if (parsed.GetValue(_columns))
        {
            Console.WriteLine(string.Join('\n', names));
            return ExitCode.Done;
        }

        string[] columns = [.. Usual, .. wanted.Where(name => !Usual.Contains(name)).Distinct()];
        var rows = all.Where(row => filters.All(f => f.IsMet(row))).Select(row => columns.Select(column => Value(row, column)).ToArray()).ToList();
        if (sort is not null)
        {
            int by = Array.IndexOf(columns, sort), order = parsed.GetValue(_ascending) ? 1 : -1;
            rows = [.. rows.Order(Comparer<object?[]>.Create((a, b) => Compare(a[by], b[by], order)))]; // equal ones stay as they are
        }

        AnsiConsole.Write(Table(columns, rows));
        Console.WriteLine($"{rows.Count:N0} of {all.Count:N0} runs in {root}");
        return ExitCode.Done;
    }

    private static Table Table(string[] columns, IEnumerable<object?[]> rows)
    {
        var table = ScoreTable.Of(columns[0], columns[1..]);
        foreach (object?[] row in rows)
        {
            table.AddRow(row.Select(value => new Text(value switch
            {
                null => "",
                double number => SweepText.Of(number),
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            })));
        }

        return table;
    }

    private static object? Value(IReadOnlyDictionary<string, object?> row, string name) => RunTable.Column(row.Keys, name) is { } column ? row[column] : null;

    /// <summary>Rows without a value come last, whatever the order.</summary>
    private static int Compare(object? a, object? b, int order) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (double or long, double or long) => order * Convert.ToDouble(a, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(b, CultureInfo.InvariantCulture)),
        _ => order * string.CompareOrdinal(a.ToString(), b.ToString()),
    };
}
