using Research.Experiments.ClosedLoop;
using Research.Figures;
using Research.Simulation.Cuphead;
using Research.Simulation.Environments;
using Research.Training;
using ScottPlot.Plottables;

namespace Research.Experiments.Tests.ClosedLoop;

/// <summary>Figures of play. With <c>RESEARCH_KEEP_FIGURES</c> they are kept in that folder to be looked at.</summary>
public sealed class PlayPlotsTests
{
    private static readonly PlayScores Expert = PlayScores.Of("expert",
        [.. Enumerable.Range(0, 40).Select(i => TinyFights.Fight(100, isKnockout: i % 5 != 0))]);

    [Fact]
    public void Hits_are_counted_by_attack_and_phase_and_fight()
    {
        PlayedFight[] fights =
        [
            TinyFights.Fight(50) with
            {
                Hits = [new(3, AttackKind.Low, BossKind.Potato), new(9, AttackKind.Low, BossKind.Potato),
                    new(12, AttackKind.Sweep, BossKind.Onion)],
            },
            TinyFights.Fight(50) with { Hits = [new(3, AttackKind.Volley, BossKind.Carrot)] },
        ];
        var grid = PlayPlots.Hits("Hits in a fight by attack and phase", ("clone", fights), ("expert", [TinyFights.Fight(90)]));
        Keep("hits", grid.ToPng(1));
        Assert.Equal(2, grid.Panels.Count());
        Assert.Equal(["clone", "expert"], grid.Panels.Select(panel => panel.Axes.Title.Label.Text));
        double[,] shown = grid[0, 0].GetPlottables<Heatmap>().Single().Intensities;
        Assert.Equal((1.0, 0.5, 0.5), (shown.Cast<double>().Max(), shown.Cast<double>().Where(hits => hits > 0).Min(),
            shown.Cast<double>().Sum() - 1.5));
    }

    [Fact]
    public void Rounds_stand_beside_the_experts_rate()
    {
        PlayScores[] rounds = [.. Enumerable.Range(0, 11).Select(round => PlayScores.Of($"round {round}",
            [.. Enumerable.Range(0, 20).Select(i => TinyFights.Fight(60, isKnockout: i < round * 2 - 3))]))];
        var chart = PlayPlots.Rounds("Fights won by round of DAgger", rounds, Expert);
        Keep("rounds", chart.ToPng(1));
        Assert.Equal(3, chart.GetPlottables<Scatter>().Count());
        Assert.Equal(0.8, chart.GetPlottables<Scatter>().ElementAt(1).Data.GetScatterPoints()[0].Y, 9);
        Assert.Equal(0.72, chart.GetPlottables<Scatter>().ElementAt(2).Data.GetScatterPoints()[0].Y, 9);
    }

    [Fact]
    public void Learning_is_shown_at_checkpoints_over_steps()
    {
        var training = Training(update => update % 5 == 0);
        var chart = PlayPlots.Learning("Fights won at PPO's checkpoints", Expert, ("from the clone", training),
            ("from scratch", training));
        Keep("learning", chart.ToPng(1));
        var curves = chart.GetPlottables<Scatter>().ToArray();
        Assert.Equal([4, 4, 2], curves.Select(curve => curve.Data.GetScatterPoints().Count));
        Assert.Equal(20 * 2048, curves[0].Data.GetScatterPoints()[^1].X);
        Assert.Equal(20 * 2048, curves[2].Data.GetScatterPoints()[^1].X);

        Assert.StartsWith("none: found no update with val_knockouts; expected a run whose checkpoints play fights.",
            Assert.Throws<ArgumentException>(() => PlayPlots.Learning("t", Expert, ("none", Training(_ => false)))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("There is no run to show.",
            Assert.Throws<ArgumentException>(() => PlayPlots.Learning("t", Expert)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Policies_are_points_by_their_group()
    {
        var random = new Random(1);
        var study = new OfflineAndPlay([.. new[] { "clone", "stacked frames", "recurrent", "DAgger", "PPO" }.SelectMany((group, i) =>
            Enumerable.Range(0, i + 1).Select(n => new PolicyPoint($"{group} {n}", group, random.NextDouble(), 0, 0,
                random.NextDouble(), 0, PlayScores.Of("p", [TinyFights.Fight(20 + 150 * random.NextDouble())]))))]);
        foreach (string metric in OfflineAndPlay.Metrics.Select(metric => metric.Name))
        {
            var chart = PlayPlots.Scatter($"Survival over {metric}", study, metric);
            Keep($"scatter-{metric}", chart.ToPng(1));
            Assert.Equal($"{char.ToUpperInvariant(metric[0])}{metric[1..]} on held-out frames", chart.Axes.Bottom.Label.Text);
        }
    }

    [Fact]
    public void Runs_of_one_name_are_seeds_with_their_mean_and_its_interval()
    {
        TrainingResult[] seeds = [.. new[] { -0.1, 0, 0.1 }.Select(more => Training(update => update % 5 == 0, more))];
        var chart = PlayPlots.Learning(
            "t", Expert, [.. seeds.Select(seed => ("from the clone", seed)), ("from scratch", seeds[1])]);
        Keep("learning-seeds", chart.ToPng(1));
        var curves = chart.GetPlottables<Scatter>().ToArray();
        Assert.Equal([4, 4, 2], curves.Select(curve => curve.Data.GetScatterPoints().Count));
        Assert.Equal(0.4, curves[0].Data.GetScatterPoints()[1].Y, 9);
        var band = chart.GetPlottables<FillY>().Single();
        double half = 4.30265 * 0.1 / Math.Sqrt(3); // the 97.5 % quantile of t with two degrees of freedom
        Assert.Equal(Math.Min(1, 0.8 + half), band.GetAxisLimits().Top, 4); // the last checkpoint, 0.8, and the first, 0.2
        Assert.Equal(0, band.GetAxisLimits().Bottom, 9);

        Assert.StartsWith("a: found seeds that were measured after different steps; expected the same checkpoints of all.",
            Assert.Throws<ArgumentException>(() => PlayPlots.Learning(
                "t", Expert, ("a", seeds[0]), ("a", Training(update => update % 4 == 0)))).Message, StringComparison.Ordinal);
    }

    private static TrainingResult Training(Func<int, bool> isCheckpoint, double more = 0) =>
        new([.. Enumerable.Range(1, 20).Select(update =>
    {
        var values = new Dictionary<string, double> { ["train_loss"] = 1, ["env_steps"] = update * 2048 };
        if (isCheckpoint(update))
        {
            values["val_knockouts"] = update / 25.0 + more;
        }

        return new EpochLog(update, 1, 0, values);
    })], 20, StoppedEarly: false, PeakMemoryMegabytes: 0);

    private static void Keep(string name, byte[] png)
    {
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
        if (Environment.GetEnvironmentVariable("RESEARCH_KEEP_FIGURES") is { } folder)
        {
            File.WriteAllBytes(System.IO.Path.Combine(folder, name + ".png"), png);
        }
    }
}
