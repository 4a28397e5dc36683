using OpenCvSharp;
using Research.Simulation.Duel;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>The duel as an environment.</summary>
public sealed class DuelEnvironmentTests : IDisposable
{
    private const uint Left = 1, Right = 2, Attack = 4, Dodge = 8;

    private readonly DuelEnvironment _environment = new();
    private readonly byte[] _frame = new byte[144 * 256 * 3];

    public void Dispose() => _environment.Dispose();

    [Fact]
    public void Who_strikes_without_looking_falls_and_who_waits_for_the_opening_wins_more()
    {
        var (rashWins, rashHits) = Play((_, _, step) => step % 2 == 0 ? Attack : 0);
        var (idleWins, _) = Play((_, _, _) => 0);
        var (wins, hits) = Play(Reflex);

        Assert.Equal(0, idleWins);
        Assert.True(wins >= 16 && wins > rashWins, $"{wins} of 20 by reflex, {rashWins} by striking; {hits} and {rashHits} hits");
        Assert.True(hits < rashHits / 2.0, $"{hits} hits a duel by reflex, {rashHits} by striking");
    }

    [Fact]
    public void A_reward_is_the_boss_s_share_the_hits_and_the_knock_out()
    {
        foreach (int seed in Enumerable.Range(0, 6))
        {
            var chance = new SeededStream((ulong)seed);
            var info = _environment.Reset(seed, []);
            double reward = 0;
            StepResult step;
            int steps = 0;
            do
            {
                step = _environment.Step((uint)chance.Below(16), []);
                reward += step.Reward;
                steps++;
            }
            while (!step.IsDone);
            Assert.Equal(1 - info["boss_hp"] / 100 - info["hits"] + (info["boss_hp"] == 0 ? 5 : 0), reward, 1e-3);
            Assert.Equal(step.Truncated, info["boss_hp"] > 0 && info["player_hp"] > 0);
            Assert.True(step.Terminated || steps == DuelEnvironment.LimitSteps);
        }
    }

    [Fact]
    public void A_key_that_stays_down_rolls_and_strikes_once()
    {
        _environment.Reset(0, []);
        double before = _environment.Step(0, []).Info["player_stamina"];
        double rolled = _environment.Step(Dodge, []).Info["player_stamina"];
        double held = rolled;
        for (int i = 0; i < 20; i++)
        {
            double now = _environment.Step(Dodge, []).Info["player_stamina"];
            Assert.True(now >= held);
            held = now;
        }

        Assert.Equal(before - DodgePress.Stamina + DodgePress.StaminaPerSecond / DuelEpisode.FramesPerSecond, rolled, 1e-9);
    }

    [Fact]
    public void The_boss_s_attacks_follow_from_the_seed_whatever_the_player_does()
    {
        double?[] idle = Attacks(5, _ => 0);
        Assert.Contains(idle, start => start is not null);
        Assert.Equal(idle, Attacks(5, step => step % 8 < 4 ? Right : Dodge));
        Assert.NotEqual(idle, Attacks(6, _ => 0));

        double?[] Attacks(int seed, Func<int, uint> action)
        {
            _environment.Reset(seed, []);
            return [.. Enumerable.Range(0, 100).Select(step =>
            {
                _environment.Step(action(step), []);
                return _environment.Course!.Show().Attack?.Start;
            })];
        }
    }

    [Fact]
    public void Observations_are_the_rendered_pictures()
    {
        Assert.Equal([144, 256, 3], _environment.ObservationSpace.Shape);
        Assert.Equal("MultiBinary(4)", _environment.ActionSpace.ToString());
        Assert.Equal(DuelEpisode.ActionNames, _environment.ActionSpace.Names);
        using var picture = new Mat();
        _environment.Reset(3, _frame);
        _environment.Step(Right, _frame);
        _environment.Render(picture);
        Assert.All(Enumerable.Range(0, 144), y => Assert.Equal(
            (_frame[3 * (256 * y + y)], _frame[3 * (256 * y + y) + 1], _frame[3 * (256 * y + y) + 2]),
            (picture.At<Vec3b>(y, y).Item2, picture.At<Vec3b>(y, y).Item1, picture.At<Vec3b>(y, y).Item0)));
    }

    [Fact]
    public void What_it_cannot_do_is_refused()
    {
        Assert.Equal("No duel is under way: Reset begins one.",
            Assert.Throws<InvalidOperationException>(() => _environment.Step(0, [])).Message);
        Assert.Equal("No duel was begun: Reset begins one.",
            Assert.Throws<InvalidOperationException>(() => _environment.Render(new Mat())).Message);
        Assert.StartsWith("Action 16 is none of MultiBinary(4).",
            Assert.Throws<ArgumentOutOfRangeException>(() => _environment.Step(16, [])).Message, StringComparison.Ordinal);
        Assert.StartsWith("An observation has 110592 bytes (144×256×3); there is room for 5.",
            Assert.Throws<ArgumentException>(() => _environment.Reset(0, new byte[5])).Message, StringComparison.Ordinal);
    }

    /// <summary>Wins of twenty duels, and the mean of the hits taken.</summary>
    private (int Wins, double Hits) Play(Func<DuelCourse, uint, int, uint> player)
    {
        int wins = 0;
        double hits = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            var info = _environment.Reset(seed, []);
            uint last = 0;
            for (int step = 0; ; step++)
            {
                last = player(_environment.Course!, last, step);
                if (_environment.Step(last, []).IsDone)
                {
                    break;
                }
            }

            wins += info["boss_hp"] == 0 ? 1 : 0;
            hits += info["hits"] / 20;
        }

        return (wins, hits);
    }

    /// <summary>Rolls a moment before a blow lands, steps in and strikes while the boss recovers, else keeps away.</summary>
    private static uint Reflex(DuelCourse course, uint last, int step)
    {
        var shown = course.Show();
        uint toBoss = course.ToBoss > 0 ? Right : Left;
        double apart = Math.Abs(course.ToBoss);
        return shown.Attack is { IsFeint: false } attack && attack.Lands - shown.Time is > 0 and < 0.2 ? Dodge & ~last | toBoss
            : shown.Animation is BossAnimation.Recovering or BossAnimation.Lowering
                ? (apart > 50 ? toBoss : 0) | (apart < 60 ? Attack & ~last : 0)
            : apart > 70 ? toBoss : 0;
    }
}
