namespace Research.Notebooks.Tests;

public class TimeEstimateTests
{
    private static ReproductionSummary Earlier(
        ProfileKind profile, params (string Name, double Seconds, CellStatus Status)[] notebooks) => new(
        profile, DateTime.UtcNow, notebooks.Sum(n => n.Seconds), Revision: null, "a machine",
        [.. notebooks.Select(n => new NotebookSummary(n.Name, n.Name, n.Status, 1, 1, n.Seconds, new Dictionary<string, string>(),
            [], Error: null))]);

    [Fact]
    public void Notebooks_are_expected_to_take_what_they_took_before()
    {
        var earlier = Earlier(ProfileKind.Quick, ("01-a", 100, CellStatus.Succeeded), ("02-b", 300, CellStatus.Succeeded));
        var estimate = new TimeEstimate(["01-a", "02-b"], ProfileKind.Quick, earlier);

        Assert.Equal(400, estimate.Whole.TotalSeconds);
        Assert.Equal(370, estimate.Left(TimeSpan.FromSeconds(30)).TotalSeconds, 1e-6);

        estimate.Finish(TimeSpan.FromSeconds(100));
        Assert.Equal(300, estimate.Left(TimeSpan.Zero).TotalSeconds, 1e-6);
        estimate.Finish(TimeSpan.FromSeconds(300));
        Assert.Equal(TimeSpan.Zero, estimate.Left(TimeSpan.Zero));
    }

    [Fact]
    public void A_slower_machine_makes_what_is_left_longer_but_a_short_first_notebook_does_not_decide_alone()
    {
        var earlier = Earlier(ProfileKind.Quick, ("01-a", 100, CellStatus.Succeeded), ("02-b", 900, CellStatus.Succeeded));
        var estimate = new TimeEstimate(["01-a", "02-b"], ProfileKind.Quick, earlier);

        estimate.Finish(TimeSpan.FromSeconds(200));

        Assert.Equal(900 * (200 + 100) / (100 + 100), estimate.Left(TimeSpan.Zero).TotalSeconds, 1e-6);
    }

    [Fact]
    public void A_notebook_that_overruns_still_has_something_left_and_makes_the_rest_longer()
    {
        var earlier = Earlier(ProfileKind.Quick, ("01-a", 100, CellStatus.Succeeded), ("02-b", 900, CellStatus.Succeeded));

        Assert.Equal(50, new TimeEstimate(["01-a"], ProfileKind.Quick, earlier).Left(TimeSpan.FromSeconds(500)).TotalSeconds,
            1e-6);
        Assert.Equal(20 + 900 * (220 + 100) / (100 + 100), new TimeEstimate(["01-a", "02-b"], ProfileKind.Quick, earlier)
            .Left(TimeSpan.FromSeconds(200)).TotalSeconds, 1e-6);
    }

    [Fact]
    public void What_has_no_earlier_time_is_expected_by_the_table_at_this_machines_pace()
    {
        double Alone(string name, ReproductionSummary? earlier, ProfileKind profile = ProfileKind.Quick) =>
            new TimeEstimate([name], profile, earlier).Whole.TotalSeconds;
        double first = Alone("01-a", null), fourth = Alone("04-d", null);

        Assert.True(fourth > first);
        Assert.Equal(3 * fourth, Alone("04-d", Earlier(ProfileKind.Quick, ("01-a", 3 * first, CellStatus.Succeeded))), 1e-6);
        Assert.Equal(fourth, Alone("04-d", Earlier(ProfileKind.Smoke, ("01-a", 3 * first, CellStatus.Succeeded))));
        Assert.Equal(fourth, Alone("04-d", Earlier(ProfileKind.Quick, ("04-d", 3, CellStatus.Failed))));
        Assert.True(Alone("04-d", null, ProfileKind.Smoke) < fourth && fourth < Alone("04-d", null, ProfileKind.Report));
        Assert.InRange(Alone("mine", null), first, fourth);
    }

    [Fact]
    public void A_summary_that_is_none_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string broken = folder.Write("summary.json", "{\"profile\": \"qui"),
            other = folder.Write("other.json", "{\"profile\": \"quick\"}");

        Assert.Null(ReproductionSummary.Load(folder.At("none.json")));
        Assert.StartsWith($"{broken}: found no summary of a reproduction (",
            Assert.Throws<InvalidDataException>(() => ReproductionSummary.Load(broken)).Message);
        Assert.Equal(
            $"{other}: found no summary of a reproduction (there are no notebooks); expected one that ./research reproduce "
            + "wrote. Delete the file to go on without it.",
            Assert.Throws<InvalidDataException>(() => ReproductionSummary.Load(other)).Message);
    }
}
