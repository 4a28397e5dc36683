using Research.Figures;
using Research.Metrics;
using Research.Simulation.Cuphead;
using Research.Simulation.Environments;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>Figures of play.</summary>
public static class PlayPlots
{
    /// <summary>Hits in each fight by attack and phase of the boss, side by side.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="players">Who played, and the fights.</param>
    public static ChartGrid Hits(string title, params IReadOnlyList<(string Player, IReadOnlyList<PlayedFight> Fights)> players)
    {
        ArgumentNullException.ThrowIfNull(players);
        var attacks = Enum.GetValues<AttackKind>();
        var phases = Enum.GetValues<BossKind>();
        return new ChartGrid(title, rows: 1, columns: players.Count).HeatMaps(
            [.. players.Select(player => (player.Player, Matrix(player.Fights)))], [.. attacks.Select(NameOf)],
            [.. phases.Select(phase => $"{phase}".ToLowerInvariant())], new() { ColorBar = "hits in a fight" });

        double[,] Matrix(IReadOnlyList<PlayedFight> fights)
        {
            double[,] hits = new double[attacks.Length, phases.Length];
            foreach (var hit in fights.SelectMany(fight => fight.Hits))
            {
                hits[Array.IndexOf(attacks, hit.Attack), Array.IndexOf(phases, hit.Phase)] += 1.0 / fights.Count;
            }

            return hits;
        }
    }

    /// <summary>Knock-outs by round of DAgger, with their intervals and the expert's rate.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="rounds">The scores of each round, the clone first.</param>
    /// <param name="expert">The expert's.</param>
    public static Chart Rounds(string title, IReadOnlyList<PlayScores> rounds, PlayScores expert)
    {
        ArgumentNullException.ThrowIfNull(rounds);
        ArgumentNullException.ThrowIfNull(expert);
        double[] x = [.. Enumerable.Range(0, rounds.Count).Select(round => (double)round)];
        double rate = expert.Knockouts.Mean.Estimate ?? double.NaN;
        return new Chart(title).Curves(
            [
                new Curve("DAgger", [.. rounds.Select(r => r.Knockouts.Mean.Estimate ?? double.NaN)])
                {
                    X = x,
                    Band = [.. rounds.Select(r => (r.Knockouts.Mean.Low ?? double.NaN, r.Knockouts.Mean.High ?? double.NaN))],
                },
                new Curve("expert", [.. x.Select(_ => rate)]) { X = x, Dashed = true, Markers = false },
                new Curve("90 % of the expert's", [.. x.Select(_ => 0.9 * rate)]) { X = x, Dashed = true, Markers = false },
            ],
            new() { X = "Round", Y = "Share of fights won" });
    }

    /// <summary>
    /// Knock-outs at PPO's checkpoints over the steps that were played. Runs of one name are seeds: their mean is drawn, and its
    /// 95 % t interval over them.
    /// </summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="expert">The expert's rate.</param>
    /// <param name="runs">Names and curves, at least one; every run has been measured at a checkpoint.</param>
    /// <exception cref="ArgumentException">There is no run, one whose checkpoints played no fight, or seeds that were measured
    /// after different steps.</exception>
    public static Chart Learning(
        string title, PlayScores expert, params IReadOnlyList<(string Name, TrainingResult Training)> runs)
    {
        ArgumentNullException.ThrowIfNull(expert);
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0)
        {
            throw new ArgumentException("There is no run to show.", nameof(runs));
        }

        Curve[] curves = [.. runs.GroupBy(run => run.Name, run => run.Training).Select(seeds => Of(seeds.Key, [.. seeds]))];
        double rate = expert.Knockouts.Mean.Estimate ?? double.NaN, last = curves.Max(curve => curve.X!.Max());
        var reference = new Curve("expert", [rate, rate])
        {
            X = [0, last],
            Dashed = true,
            Markers = false,
        };
        return new Chart(title).Curves([.. curves, reference], new() { X = "Steps of the game", Y = "Share of fights won" });

        static Curve Of(string name, TrainingResult[] seeds)
        {
            EpochLog[][] measured = [.. seeds.Select(training => training.Epochs
                .Where(log => log.Values.ContainsKey("val_knockouts")).ToArray())];
            if (measured.Any(logs => logs.Length == 0))
            {
                throw new ArgumentException($"{name}: found no update with val_knockouts; expected a run whose checkpoints play "
                    + "fights.", nameof(runs));
            }

            double[] steps = [.. measured[0].Select(log => log["env_steps"])];
            if (measured.Any(logs => !logs.Select(log => log["env_steps"]).SequenceEqual(steps)))
            {
                throw new ArgumentException($"{name}: found seeds that were measured after different steps; expected the same "
                    + "checkpoints of all.", nameof(runs));
            }

            ConfidenceInterval[] means = [.. steps.Select((_, i) =>
                SeedInterval.OfMean([.. measured.Select(logs => logs[i]["val_knockouts"])]))];
            return new(name, [.. means.Select(mean => mean.Estimate ?? double.NaN)])
            {
                X = steps,
                Band = seeds.Length == 1 ? null
                    : [.. means.Select(mean => (Math.Max(0, mean.Low ?? 0), Math.Min(1, mean.High ?? 1)))],
            };
        }
    }

    /// <summary>Survival of policies over a score on frames; a policy without the score has no point.</summary>
    /// <param name="title">Title of the figure.</param>
    /// <param name="study">The policies.</param>
    /// <param name="metric">A score, by the name that <see cref="OfflineAndPlay.Metrics"/> gives it.</param>
    /// <exception cref="ArgumentException">There is no such score.</exception>
    public static Chart Scatter(string title, OfflineAndPlay study, string metric)
    {
        ArgumentNullException.ThrowIfNull(study);
        var (name, of, _) = OfflineAndPlay.Metrics.FirstOrDefault(m => m.Name == metric);
        if (name is null)
        {
            throw new ArgumentException($"Found the metric '{metric}'; expected one of "
                + $"{string.Join("; ", OfflineAndPlay.Metrics.Select(m => m.Name))}.", nameof(metric));
        }

        double[] scores = [.. study.Points.Select(p => of(p) ?? double.NaN)];
        return new Chart(title).ScatterByClass(
            scores, [.. study.Points.Select(p => p.Play.Survival.Mean.Estimate ?? 0)], [.. study.Points.Select(p => p.Group)],
            new()
            {
                X = $"{char.ToUpperInvariant(name[0])}{name[1..]} on held-out frames",
                Y = "Survival (s)",
                Legend = scores.Any(double.IsFinite),
            });
    }

    private static string NameOf(AttackKind attack) => attack switch
    {
        AttackKind.Low => "low",
        AttackKind.LowOver => "low, over",
        AttackKind.LowShort => "low, short",
        AttackKind.Sweep => "gust",
        AttackKind.SweepOver => "gust, over",
        AttackKind.SweepBack => "gust, back",
        _ => "volley",
    };
}
