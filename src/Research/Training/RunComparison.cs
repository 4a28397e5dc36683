using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Analysis;
using Research.Figures;
using Research.Metrics;
using Research.Tables;

namespace Research.Training;

/// <summary>Runs that differ by nothing but the seed.</summary>
/// <param name="Name">The runs' name, without the seed.</param>
/// <param name="Config">What they have in common.</param>
/// <param name="Runs">The runs, at least one.</param>
public sealed record RunVariant(string Name, IReadOnlyDictionary<string, string> Config, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>A score by seed.</summary>
    public IReadOnlyDictionary<int, double> Scores(string name) => Runs.Select((run, i) => (Seed: run.Seed ?? i, Run: run))
        .Where(r => r.Run.Scores.ContainsKey(name))
        .GroupBy(r => r.Seed).ToDictionary(seed => seed.Key, seed => seed.Average(r => r.Run.Scores[name]));
}

/// <summary>A score of a variant beside the first's.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Mean">Its mean over seeds.</param>
/// <param name="Difference">How much higher than the first's; null of the first itself.</param>
public sealed record ComparedScore(RunVariant Variant, ConfidenceInterval Mean, ConfidenceInterval? Difference);

/// <summary>Runs side by side: what sets them apart, and how far apart their scores are.</summary>
public sealed partial class RunComparison
{
    private RunComparison(IReadOnlyList<RunVariant> variants) => Variants = variants;

    /// <summary>The variants, in the order of their first runs. Differences are from the first.</summary>
    public IReadOnlyList<RunVariant> Variants { get; }

    /// <summary>Groups runs by all that defines them but the seed.</summary>
    /// <remarks>
    /// A run that another begins with, such as the clone that PPO tunes, has its seed and hash in its name. Where both have the
    /// same seed, it counts by its name without seed and hash, unless two runs of one seed begin with different ones. The
    /// variant's configuration lists them all.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no run.</exception>
    public static RunComparison Of(IReadOnlyList<RunRecord> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run to compare.", nameof(runs));
        }

        var ofTwoParents = runs.GroupBy(run => KeyOf(run, WithoutSeeds(run)))
            .Where(group => group.GroupBy(run => run.Seed)
                .Any(seed => seed.Select(run => KeyOf(run, WithoutSeed(run))).Distinct().Count() > 1))
            .Select(group => group.Key).ToHashSet();
        var variants = new List<RunVariant>();
        foreach (var group in runs.GroupBy(Key))
        {
            var first = group.First();
            string name = Seed().Replace(first.Name, "");
            variants.Add(new RunVariant(variants.Any(v => v.Name == name) ? Path.GetFileName(first.Folder) : name,
                WithoutSeed(first).ToDictionary(c => c.Key, c => string.Join(", ", group
                    .Select(run => run.Config[c.Key]).Distinct().Order(StringComparer.Ordinal))), [.. group]));
        }

        return new RunComparison(variants);

        string Key(RunRecord run)
        {
            string key = KeyOf(run, WithoutSeeds(run));
            return ofTwoParents.Contains(key) ? KeyOf(run, WithoutSeed(run)) : key;
        }
    }

    /// <summary>Settings that are not the same in all variants: a text for each of them, empty where it has none.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Differences =>
        [.. Variants.SelectMany(v => v.Config.Keys).Distinct()
        .Select(name => (name, (IReadOnlyList<string>)[.. Variants.Select(v => v.Config.GetValueOrDefault(name, ""))]))
        .Where(setting => setting.Item2.Distinct().Count() > 1)];

    /// <summary>Scores that every variant has.</summary>
    public IReadOnlyList<string> Scores => [.. Variants[0].Runs.SelectMany(run => run.Scores.Keys).Distinct()
        .Where(name => Variants.All(v => v.Scores(name).Count > 0))];

    /// <summary>A score of all variants.</summary>
    public IReadOnlyList<ComparedScore> Score(string name) => [.. Variants.Select((variant, i) => new ComparedScore(
        variant, SeedInterval.OfMean([.. variant.Scores(name).Values]),
            i == 0 ? null : SeedInterval.OfDifference(Variants[0].Scores(name), variant.Scores(name))))];

    /// <summary>
    /// A row for each of the <see cref="Differences"/>, below that of how many <c>runs</c> there are; <c>Setting</c>, and a
    /// column for each variant.
    /// </summary>
    public DataFrame SettingsToDataFrame()
    {
        var differences = Differences;
        return new DataFrame(
        [
            new StringDataFrameColumn("Setting", differences.Select(setting => setting.Name).Prepend("runs")),
            .. Variants.Select((variant, i) => new StringDataFrameColumn(variant.Name,
                differences.Select(setting => setting.Values[i]).Prepend($"{variant.Runs.Count}"))),
        ]);
    }

    /// <summary>
    /// A row for each score: <c>Score</c>, a column for each variant with its interval over seeds, and one for how much higher
    /// each but the first is than the first.
    /// </summary>
    /// <param name="scores">Scores that every variant has.</param>
    public DataFrame ScoresToDataFrame(IReadOnlyList<string> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        var compared = scores.Select(Score).ToList();
        return new DataFrame(
        [
            new StringDataFrameColumn("Score", scores),
            .. Variants.SelectMany((variant, i) =>
                DataFrames.ColumnsOf(variant.Name, [.. compared.Select(score => score[i].Mean)])),
            .. Variants.Skip(1).SelectMany((variant, i) => DataFrames.ColumnsOf($"{variant.Name} − {Variants[0].Name}",
                [.. compared.Select(score => score[i + 1].Difference)])),
        ]);
    }

    /// <summary>Losses by epoch: a curve a variant, its seeds as a band.</summary>
    /// <exception cref="ArgumentException">No run has an epoch.</exception>
    public Chart Plot() => new Chart("Losses").TrainingCurves(
        [.. Variants.SelectMany(variant => variant.Runs.Where(run => run.Epochs.Count > 0)
            .Select(run => new TrainingCurve(variant.Name, Curve(run, "train_loss"), Curve(run, "val_loss"))))],
        new() { Y = "Loss" });

    /// <summary>All measures by epoch, to explore: a panel a measure, a curve a run.</summary>
    /// <exception cref="ArgumentException">No run has an epoch.</exception>
    public ExploredFigure Explored()
    {
        var runs = Variants.SelectMany(variant => variant.Runs.Select(run => (
            Run: run,
            Name: variant.Runs.Count > 1 && run.Seed is { } seed ? $"{variant.Name}, seed {seed}" : variant.Name,
            Note: string.Join('\n', Differences.Select(d => $"{d.Name} {run.Config.GetValueOrDefault(d.Name, "")}")))));
        var named = runs.GroupBy(run => run.Name)
            .SelectMany(group => group.Select((run, i) => i == 0 ? run : run with { Name = $"{run.Name} ({i + 1})" }));
        return Explore.Runs(new("Runs by epoch", "Epoch"), [.. named.SelectMany(run => Curves(run.Run, run.Name, run.Note))]);
    }

    private static IEnumerable<ExploredCurve> Curves(RunRecord run, string name, string note) =>
        run.Epochs.SelectMany(epoch => epoch.Values.Keys).Distinct().Select(measure =>
        {
            var epochs = run.Epochs.Where(epoch => epoch.Values.ContainsKey(measure)).ToList();
            double[] x = [.. epochs.Select(epoch => (double)epoch.Epoch)], y = [.. epochs.Select(epoch => epoch[measure])];
            return new ExploredCurve(name, measure, x, y) { Note = note };
        });

    private static double[] Curve(RunRecord run, string name) =>
        [.. run.Epochs.Where(e => e.Values.ContainsKey(name)).Select(e => e[name])];

    private static Dictionary<string, string> WithoutSeed(RunRecord run) => run.Config.Where(c => c.Key != "options.seed")
        .ToDictionary();

    /// <summary>Without the run's seed, and without that and the hash in the names of runs of the same seed.</summary>
    private static Dictionary<string, string> WithoutSeeds(RunRecord run)
    {
        string? seed = run.Seed?.ToString(CultureInfo.InvariantCulture);
        return WithoutSeed(run).ToDictionary(c => c.Key, c => Parent().Match(c.Value) is { Success: true } parent
            && parent.Groups["seed"].Value == seed ? parent.Result("${name}${rest}") : c.Value);
    }

    private static string KeyOf(RunRecord run, Dictionary<string, string> config) =>
        string.Join('\n', config.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}")
            .Prepend(run.Experiment));

    [GeneratedRegex(@"^(?<name>|.+-)seed-(?<seed>\d+)(?<rest>.*)-[0-9a-f]{8}$")]
    private static partial Regex Parent();

    [GeneratedRegex(@"-seed-\d+$")]
    private static partial Regex Seed();
}
