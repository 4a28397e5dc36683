namespace Research.Notebooks;

/// <summary>How much longer a reproduction is likely to take.</summary>
/// <remarks>
/// A notebook is expected to take what it took in an earlier run of the same profile, by that run's <c>summary.json</c>. One that
/// has no earlier time is expected to take its seconds in a rough table, times how much slower than the table the notebooks with
/// a time were. What is left is what the remaining notebooks are expected to take, times how much slower than expected the
/// finished ones were; a tenth of the whole counts as finished in time, so that a short first notebook does not decide alone. A
/// notebook that runs longer than expected is taken to need a tenth of its time more, and makes the rest slower as if it had
/// ended so. Other parameters than the earlier run's are not accounted for.
/// </remarks>
public sealed class TimeEstimate
{
    /// <summary>
    /// Roughly the seconds of the notebooks on two cores, by their numbers: smoke, quick, report.
    /// </summary>
    private static readonly Dictionary<string, (double Smoke, double Quick, double Report)> Table = new()
    {
        ["01"] = (8, 20, 60),
        ["02"] = (40, 100, 3500),
        ["03"] = (28, 60, 1300),
        ["04"] = (40, 250, 3300),
        ["04b"] = (30, 150, 1600),
        ["05"] = (15, 180, 2400),
        ["06"] = (22, 240, 36000),
        ["06b"] = (12, 60, 36000),
        ["07"] = (12, 180, 120_000), // 400 s an epoch
        ["08"] = (20, 200, 200_000), // half an hour an epoch, by its sizes
        ["09"] = (60, 7000, 20_000),
    };

    /// <summary>A notebook that runs longer than expected is taken to need a tenth of its time more.</summary>
    private const double Overrun = 1.1;

    private readonly double[] _expected;
    private double _actual;
    private int _done;

    /// <summary>Expects what an earlier run took.</summary>
    /// <param name="notebooks">The names of the notebooks to run, in order.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="earlier">What an earlier run of the profile came to; null where there is none.</param>
    public TimeEstimate(IReadOnlyList<string> notebooks, ProfileKind profile, ReproductionSummary? earlier)
    {
        ArgumentNullException.ThrowIfNull(notebooks);
        var took = (earlier is not null && earlier.Profile == profile ? earlier.Notebooks : [])
            .Where(n => n.Status == CellStatus.Succeeded).ToDictionary(n => n.Name, n => n.Seconds);
        double pace = took.Count == 0 ? 1 : took.Values.Sum() / took.Keys.Sum(name => OfTable(name, profile));
        _expected = [.. notebooks.Select(name =>
            Math.Max(1, took.TryGetValue(name, out double seconds) ? seconds : pace * OfTable(name, profile)))];
    }

    /// <summary>The number at the beginning of a notebook's name, such as <c>04b</c> of <c>04b-choosing-honestly</c>.</summary>
    internal static string NumberOf(string name) => name.Split('-', 2)[0];

    /// <summary>What all notebooks are expected to take together.</summary>
    public TimeSpan Whole => TimeSpan.FromSeconds(_expected.Sum());

    /// <summary>What is likely to be left.</summary>
    /// <param name="inNotebook">How long the notebook at hand has been running.</param>
    public TimeSpan Left(TimeSpan inNotebook)
    {
        if (_done == _expected.Length)
        {
            return TimeSpan.Zero;
        }

        double planned = _expected.Take(_done).Sum(), slower = Slower(_actual, planned), here = _expected[_done] * slower;
        if (inNotebook.TotalSeconds * Overrun > here)
        {
            here = inNotebook.TotalSeconds * Overrun;
            slower = Slower(_actual + here, planned + _expected[_done]);
        }

        return TimeSpan.FromSeconds(here - inNotebook.TotalSeconds + _expected.Skip(_done + 1).Sum() * slower);
    }

    /// <summary>The notebook at hand is done.</summary>
    /// <param name="took">How long it took.</param>
    internal void Finish(TimeSpan took)
    {
        _actual += took.TotalSeconds;
        _done++;
    }

    /// <summary>
    /// How many times longer than planned what is finished took, with a tenth of the whole as planned beside it.
    /// </summary>
    private double Slower(double actual, double planned) => (actual + _expected.Sum() / 10) / (planned + _expected.Sum() / 10);

    /// <summary>A notebook that is not in the table takes as long as the middle one of those that are.</summary>
    private static double OfTable(string name, ProfileKind profile)
    {
        double Of((double Smoke, double Quick, double Report) seconds) => profile switch
        {
            ProfileKind.Smoke => seconds.Smoke,
            ProfileKind.Quick => seconds.Quick,
            _ => seconds.Report,
        };
        return Table.TryGetValue(NumberOf(name), out var known) ? Of(known) : Table.Values.Select(Of).Order()
            .ElementAt(Table.Count / 2);
    }
}
