using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Simulation.Environments;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.ClosedLoop;

/// <summary>A score over fights: its mean, and the mean of the middle half of the fights.</summary>
/// <param name="Mean">With its interval over fights.</param>
/// <param name="InterquartileMean">Likewise; null where the score has none, as a rate of knock-outs.</param>
public sealed record PlayScore(ConfidenceInterval Mean, ConfidenceInterval? InterquartileMean);

/// <summary>How well somebody plays, over fights of one training seed or several.</summary>
/// <param name="Player">Who.</param>
/// <param name="Fights">Number of fights.</param>
/// <param name="Knockouts">Share of fights that were won.</param>
/// <param name="Survival">Seconds until the last heart was lost. A knock-out counts as the limit of 180 s: nothing can hit the player
/// any more.</param>
/// <param name="HitsPerMinute">Hits that the player took.</param>
/// <param name="DamagePerMinute">Bullets that reached the boss.</param>
/// <param name="PressesPerMinute">Keys that went down.</param>
/// <param name="SecondsToKnockout">Of the fights that were won.</param>
public sealed record PlayScores(
    string Player, int Fights, PlayScore Knockouts, PlayScore Survival, PlayScore HitsPerMinute, PlayScore DamagePerMinute,
    PlayScore PressesPerMinute, PlayScore SecondsToKnockout)
{
    /// <summary>Scores fights.</summary>
    /// <param name="player">Who played them.</param>
    /// <param name="fights">The fights of one policy, or of a player without training seeds.</param>
    /// <param name="seed">Seed of the intervals.</param>
    public static PlayScores Of(string player, IReadOnlyList<PlayedFight> fights, int seed = 1) => Of(player, [fights], seed);

    /// <summary>Scores fights of the same policy from several training seeds.</summary>
    /// <param name="player">Who played them.</param>
    /// <param name="strata">The fights of each training seed.</param>
    /// <param name="seed">Seed of the intervals.</param>
    /// <exception cref="ArgumentException">There is no fight, or a training seed has none.</exception>
    public static PlayScores Of(string player, IReadOnlyList<IReadOnlyList<PlayedFight>> strata, int seed = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(player);
        ArgumentNullException.ThrowIfNull(strata);
        if (strata.Count == 0 || strata.Any(fights => fights.Count == 0))
        {
            throw new ArgumentException($"Found no fight of {player}, or a training seed without one; expected one at least.",
                nameof(strata));
        }

        FightResult[][] results = [.. strata.Select(fights => fights.Select(fight => fight.Result).ToArray())];
        FightResult[][] won = [.. results.Select(r => r.Where(f => f.IsKnockout).ToArray()).Where(r => r.Length > 0)];
        return new(player, results.Sum(r => r.Length),
            new(StratifiedBootstrap.Of(results, drawn => drawn.Average(f => f.IsKnockout ? 1.0 : 0), seed), null),
            Score(results, SurvivalOf),
            Score(results, f => 60 * f.Hits / f.Seconds),
            Score(results, f => 60 * f.Damage / f.Seconds),
            Score(results, f => 60 * f.Presses / f.Seconds),
            won.Length > 0 ? Score(won, f => f.Seconds) : new(ConfidenceInterval.Point(null), null));

        PlayScore Score(FightResult[][] of, Func<FightResult, double> value) =>
            new(StratifiedBootstrap.Of(of, drawn => drawn.Average(value), seed),
                StratifiedBootstrap.Of(of, drawn => StratifiedBootstrap.InterquartileMean(drawn.Select(value)), seed));
    }

    /// <summary>Seconds that the player survived; 180 if he won.</summary>
    /// <param name="fight">The fight.</param>
    public static double SurvivalOf(FightResult fight)
    {
        ArgumentNullException.ThrowIfNull(fight);
        return fight.IsKnockout ? BossFightRules.LimitSeconds : fight.Seconds;
    }

    /// <summary>Writes the scores into a run: <c>evaluation-NAME.json</c>, which <c>runs</c> and <c>compare</c> read.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="name">The game.</param>
    /// <param name="how">How probabilities became keys, and the seed of the first fight.</param>
    public void Save(string folder, string name, (KeyChoice Choice, int FirstSeed) how)
    {
        ArgumentNullException.ThrowIfNull(how.Choice);
        RunDirectory.SaveEvaluation(folder, name, new
        {
            Fights,
            how.FirstSeed,
            how.Choice.IsSampled,
            how.Choice.Threshold,
            how.Choice.Thresholds,
            Interval = Survival.Mean.Method,
            Knockouts = Knockouts.Mean.Estimate,
            KnockoutsInterval = new[] { Knockouts.Mean.Low, Knockouts.Mean.High },
            Survival = Survival.Mean.Estimate,
            SurvivalInterval = new[] { Survival.Mean.Low, Survival.Mean.High },
            SurvivalInterquartileMean = Survival.InterquartileMean!.Estimate,
            HitsPerMinute = HitsPerMinute.Mean.Estimate,
            DamagePerMinute = DamagePerMinute.Mean.Estimate,
            PressesPerMinute = PressesPerMinute.Mean.Estimate,
            SecondsToKnockout = SecondsToKnockout.Mean.Estimate,
        });
    }

    /// <summary>A row for each player: means with their intervals.</summary>
    public static DataFrame ToDataFrame(params IReadOnlyList<PlayScores> players)
    {
        ArgumentNullException.ThrowIfNull(players);
        return players.Select(p => new
        {
            p.Player,
            p.Fights,
            Knockouts = p.Knockouts.Mean.ToString(),
            Survival = p.Survival.Mean.ToString(),
            HitsPerMinute = p.HitsPerMinute.Mean.ToString(),
            DamagePerMinute = p.DamagePerMinute.Mean.ToString(),
            PressesPerMinute = p.PressesPerMinute.Mean.ToString(),
            SecondsToKnockout = p.SecondsToKnockout.Mean.ToString(),
        }).ToDataFrame();
    }

    /// <summary>A row for each player: means of the middle half of the fights.</summary>
    public static DataFrame InterquartileMeans(params IReadOnlyList<PlayScores> players)
    {
        ArgumentNullException.ThrowIfNull(players);
        return players.Select(p => new
        {
            p.Player,
            p.Fights,
            Survival = p.Survival.InterquartileMean!.ToString(),
            HitsPerMinute = p.HitsPerMinute.InterquartileMean!.ToString(),
            DamagePerMinute = p.DamagePerMinute.InterquartileMean!.ToString(),
            PressesPerMinute = p.PressesPerMinute.InterquartileMean!.ToString(),
            SecondsToKnockout = p.SecondsToKnockout.InterquartileMean?.ToString() ?? "N/A",
        }).ToDataFrame();
    }
}
