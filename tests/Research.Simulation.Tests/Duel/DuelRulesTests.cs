using Research.Simulation.Duel;

namespace Research.Simulation.Tests.Duel;

/// <summary>The rules of datasets/README.md, over many episodes.</summary>
public sealed class DuelRulesTests
{
    private const double Frame = 1.0 / DuelEpisode.FramesPerSecond;

    private static readonly DuelEpisode[] Episodes = [.. Enumerable.Range(0, 200).Select(number => DuelEpisode.Fight(3, number))];

    private static readonly (DuelEpisode Episode, DodgePress Press)[] Dodges =
        [.. Episodes.SelectMany(e => e.Dodges.Select(d => (e, d)))];

    private static readonly BossAttack[] Attacks = [.. Episodes.SelectMany(e => e.Attacks)];

    [Fact]
    public void Wind_ups_follow_each_other_and_differ_in_length()
    {
        Assert.All(Episodes, e => Assert.All(e.Attacks.Zip(e.Attacks.Skip(1)),
            pair => Assert.True(pair.Second.Start >= pair.First.End + 0.6 - 1e-9)));
        double[] medians = [.. Enum.GetValues<AttackMove>()
            .Select(move => Median(Attacks.Where(a => a.Move == move).Select(a => a.WindUp)))];
        Assert.All(medians.Zip([0.40, 0.65, 0.95, 1.40]),
            pair => Assert.InRange(pair.First, 0.97 * pair.Second, 1.03 * pair.Second));
        Assert.All(Enum.GetValues<AttackMove>().Zip([0.2, 0.3, 0.3, 0.2]), pair =>
            Assert.InRange(Attacks.Count(a => a.Move == pair.First) / (double)Attacks.Length, pair.Second - 0.04,
                pair.Second + 0.04));
    }

    [Fact]
    public void A_tell_comes_before_the_dodge_by_at_least_a_reaction_time()
    {
        Assert.All(Dodges.Where(d => d.Press.Answers is not null), d =>
        {
            double seen = d.Press.Down - d.Press.Answers!.Start;
            Assert.True(seen >= DodgePress.LeastReaction - 1e-9, $"{seen} s after the wind-up began");
            var before = d.Episode.Frames[(int)(d.Press.Down / Frame) - 1];
            Assert.True(before.Animation == (BossAnimation)(1 + (int)d.Press.Answers.Move)
                || (d.Press.Down > d.Press.Answers.Lands
                && (d.Press.Cause == DodgeCause.Late || d.Press.Answers.Move == AttackMove.Jab)),
                $"{before.Animation} before a dodge that answers a {d.Press.Answers.Move}");
        });
        var onSight = Dodges.Where(d => d.Press.Cause == DodgeCause.Early).Select(d => d.Press.Down - d.Press.Answers!.Start);
        Assert.InRange(Median(onSight), 0.28, 0.32);
    }

    [Fact]
    public void A_feint_causes_no_blow_and_once_called_off_no_dodge()
    {
        var feints = Attacks.Where(a => a.IsFeint).ToList();
        Assert.InRange(feints.Count / (double)Attacks.Length, 0.21, 0.29);
        Assert.All(feints, a => Assert.InRange((a.CalledOff!.Value - a.Start) / a.WindUp, 0.30, 0.65));
        Assert.All(Dodges.Where(d => d.Press.Answers is { IsFeint: true }),
            d => Assert.True(d.Press.Down <= d.Press.Answers!.CalledOff));
        foreach (var episode in Episodes)
        {
            foreach (var (before, after) in episode.Frames.Zip(episode.Frames.Skip(1))
                .Where(p => p.Second.PlayerHealth < p.First.PlayerHealth))
            {
                Assert.Contains(episode.Attacks, a => !a.IsFeint && a.Lands > before.Time - 1e-9 - Frame && a.Lands <= after.Time
                    + 1e-9);
            }
        }
    }

    [Fact]
    public void Until_it_is_called_off_a_feint_looks_like_the_attack()
    {
        Assert.All(Episodes.SelectMany(e => e.Frames).Where(f => f.Attack is { IsFeint: true } feint && f.Time < feint.CalledOff),
            f =>
            Assert.Equal((BossAnimation)(1 + (int)f.Attack!.Move), f.Animation));
    }

    [Fact]
    public void The_player_is_early_late_panics_and_misses_as_often_as_the_rules_say()
    {
        int meant = Attacks.Count(a => !a.IsFeint), answered = Dodges.Count(d => d.Press.Answers is { IsFeint: false });
        Assert.InRange(answered / (double)meant, 0.80, 0.92);
        double seconds = Episodes.Sum(e => e.Frames.Count * Frame), panics = Dodges.Count(d => d.Press.Cause == DodgeCause.Panic);
        Assert.InRange(seconds / panics, 24, 42); // one in 30 s, less those that come during a roll
        var causes = Dodges.Where(d => d.Press.Answers is { IsFeint: false }).GroupBy(d => d.Press.Cause)
            .ToDictionary(g => g.Key, g => g.Count() / (double)answered);
        Assert.InRange(causes[DodgeCause.Early], 0.16, 0.24);
        Assert.InRange(causes[DodgeCause.Late], 0.06, 0.14);
    }

    [Fact]
    public void Keys_are_the_presses_and_a_roll_is_seen_one_frame_later()
    {
        foreach (var episode in Episodes)
        {
            bool Held(int frame) => episode.Actions[frame * 4 + 3] == 1;
            int[] onsets = [.. Enumerable.Range(0, episode.Frames.Count).Where(f => Held(f) && (f == 0 || !Held(f - 1)))];
            Assert.Equal(episode.Dodges.Select(d => (int)Math.Floor(d.Down / Frame + 1e-9)), onsets);
            Assert.All(onsets, onset => Assert.Null(episode.Frames[onset].Roll));
            Assert.All(onsets.Where(onset => onset + 1 < episode.Frames.Count),
                onset => Assert.Equal(0, episode.Frames[onset + 1].Roll!.Value, 6));
            Assert.All(episode.Frames.Zip(episode.Frames.Skip(1)), pair =>
                Assert.True(pair.Second.Roll is null or < 1 && pair.Second.PlayerStamina is >= 0 and <= 100
                    && pair.Second.PlayerHealth is >= 1 and <= 100));
            Assert.InRange(episode.Frames.Count, 22 * 20, 28 * 20);
        }
    }

    [Fact]
    public void A_roll_saves_him_from_a_blow_that_lands_in_its_safe_part()
    {
        foreach (var episode in Episodes)
        {
            foreach (var attack in episode.Attacks.Where(a => !a.IsFeint))
            {
                int frame = (int)Math.Ceiling(attack.Lands / Frame - 1e-6);
                if (frame + 1 < episode.Frames.Count && episode.Frames[frame].Roll is { } roll
                    && roll * DodgePress.RollSeconds is > 0.06 and < DodgePress.SafeSeconds - 0.06)
                {
                    Assert.Equal(episode.Frames[frame - 1].PlayerHealth, episode.Frames[frame].PlayerHealth);
                }
            }
        }
    }

    [Fact]
    public void State_has_a_number_for_each_name() =>
        Assert.All(Episodes[0].Frames, frame => Assert.Equal(DuelFrame.StateNames.Count, frame.State.Count));

    [Fact]
    public void One_seed_and_number_give_one_episode()
    {
        var (first, again, other, seed) = (DuelEpisode.Fight(5, 2), DuelEpisode.Fight(5, 2), DuelEpisode.Fight(5, 3),
            DuelEpisode.Fight(6, 2));
        Assert.Equal(first.Frames, again.Frames);
        Assert.Equal(first.Actions, again.Actions);
        Assert.NotEqual(first.Actions, other.Actions);
        Assert.NotEqual(first.Actions, seed.Actions);
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
