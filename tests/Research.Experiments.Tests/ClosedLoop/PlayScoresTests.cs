using Research.Experiments.ClosedLoop;
using Research.Simulation.Environments;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>Scores of fights.</summary>
public sealed class PlayScoresTests : IDisposable
{
    private static readonly PlayedFight[] Fights =
    [
        TinyFights.Fight(120, isKnockout: true, hits: 2, damage: 900, presses: 60),
        TinyFights.Fight(60, hits: 3, damage: 300, presses: 60),
        TinyFights.Fight(30, hits: 3, damage: 30, presses: 10),
        TinyFights.Fight(180, hits: 0, damage: 90, presses: 0), // cut by the limit
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scores_are_means_over_fights_and_a_knock_out_survives_to_the_limit()
    {
        var scores = PlayScores.Of("x", Fights);
        Assert.Equal(("x", 4, 0.25), (scores.Player, scores.Fights, scores.Knockouts.Mean.Estimate));
        Assert.Equal((180 + 60 + 30 + 180) / 4.0, scores.Survival.Mean.Estimate!.Value, 9);
        Assert.Equal((1 + 3 + 6 + 0) / 4.0, scores.HitsPerMinute.Mean.Estimate!.Value, 9);
        Assert.Equal((450 + 300 + 60 + 30) / 4.0, scores.DamagePerMinute.Mean.Estimate!.Value, 9);
        Assert.Equal((30 + 60 + 20 + 0) / 4.0, scores.PressesPerMinute.Mean.Estimate!.Value, 9);
        Assert.Equal(120, scores.SecondsToKnockout.Mean.Estimate);
        Assert.Equal((60 + 180) / 2.0, scores.Survival.InterquartileMean!.Estimate!.Value, 9);
        Assert.Equal((1 + 3) / 2.0, scores.HitsPerMinute.InterquartileMean!.Estimate!.Value, 9);
        Assert.Null(scores.Knockouts.InterquartileMean);
        Assert.Equal("95 % stratified bootstrap over 4 episodes, 2000 resamples", scores.Survival.Mean.Method);
        Assert.InRange(scores.Survival.Mean.Low!.Value, 30, 112);
        Assert.Equal(180, PlayScores.SurvivalOf(Fights[0].Result));
        Assert.Equal(60, PlayScores.SurvivalOf(Fights[1].Result));
    }

    [Fact]
    public void Seeds_that_never_win_are_left_out_of_the_time_to_a_knock_out()
    {
        var scores = PlayScores.Of("x", [Fights, Fights[1..]]);
        Assert.Equal(7, scores.Fights);
        Assert.Equal(1 / 7.0, scores.Knockouts.Mean.Estimate!.Value, 9);
        Assert.Equal("95 % stratified bootstrap over 2 seeds and their 7 episodes, 2000 resamples", scores.Survival.Mean.Method);
        Assert.Equal("120.00 [120.00, 120.00]", scores.SecondsToKnockout.Mean.ToString());
        Assert.Equal("N/A", PlayScores.Of("x", Fights[1..]).SecondsToKnockout.Mean.ToString());
    }

    [Fact]
    public void Tables_have_a_row_for_each_player()
    {
        PlayScores[] players = [PlayScores.Of("a", Fights), PlayScores.Of("b", Fights[1..])];
        var means = PlayScores.ToDataFrame(players);
        Assert.Equal(["Player", "Fights", "Knockouts", "Survival", "HitsPerMinute", "DamagePerMinute", "PressesPerMinute",
            "SecondsToKnockout"], means.Columns.Select(column => column.Name));
        Assert.Equal(["a", "b"], means["Player"].Cast<string>());
        Assert.StartsWith("112.50 [", (string)means["Survival"][0], StringComparison.Ordinal);
        Assert.Equal("0.00 [0.00, 0.00]", means["Knockouts"][1]);
        Assert.Equal("N/A", means["SecondsToKnockout"][1]);

        var middle = PlayScores.InterquartileMeans(players);
        Assert.Equal(["Player", "Fights", "Survival", "HitsPerMinute", "DamagePerMinute", "PressesPerMinute", "SecondsToKnockout"],
            middle.Columns.Select(column => column.Name));
        Assert.StartsWith("120.00 [", (string)middle["Survival"][0], StringComparison.Ordinal);
        Assert.Equal("N/A", middle["SecondsToKnockout"][1]);
    }

    [Fact]
    public void Scores_are_kept_in_the_run_where_its_record_reads_them()
    {
        using var run = RunDirectory.Open("closed-loop", "x", new { Seed = 1 }, root: _folder.Path);
        run.Complete(new { });
        PlayScores.Of("x", Fights[1..]).Save(run.Folder, "boss-fight", (new KeyChoice(0.4), 20_000));
        var scores = RunRecord.Read(run.Folder)!.Scores;
        Assert.Equal((3, 20_000, 0.4, 0, 90),
            (scores["boss-fight.fights"], scores["boss-fight.first_seed"], scores["boss-fight.threshold"],
                scores["boss-fight.knockouts"], Math.Round(scores["boss-fight.survival"], 9)));
        Assert.Equal(3, scores["boss-fight.hits_per_minute"], 9);
        Assert.DoesNotContain("boss-fight.seconds_to_knockout", scores.Keys);
        string text = File.ReadAllText(System.IO.Path.Combine(run.Folder, "evaluation-boss-fight.json"));
        Assert.Contains("\"is_sampled\": false", text, StringComparison.Ordinal);
        Assert.Contains("\"thresholds\": null", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_fight_has_no_scores()
    {
        foreach (var strata in new PlayedFight[][][] { [], [Fights, []] })
        {
            Assert.StartsWith("Found no fight of x, or a training seed without one; expected one at least.",
                Assert.Throws<ArgumentException>(() => PlayScores.Of("x", strata)).Message, StringComparison.Ordinal);
        }
    }
}
