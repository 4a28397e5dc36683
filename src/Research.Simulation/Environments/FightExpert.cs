using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>
/// A scripted player: holds SHOOT while there is a boss, and UP while it is above; jumps over what is low, dashes through gusts,
/// steps into the gaps between what falls, and turns back to the boss. It knows of an attack only from its reaction time after
/// the attack came into the picture.
/// </summary>
/// <param name="timing">How human it is; null for <see cref="ExpertTiming.Human"/>.</param>
/// <param name="labels">Whether it says what somebody else should press, whose keys the fight gets. It then goes on asking for a key
/// until the other one has pressed it, and has no plans from before that nobody could see.</param>
public sealed class FightExpert(ExpertTiming? timing = null, bool labels = false) : IFightPlayer
{
    private const double StepSpeed = 340, Margin = 18;

    private readonly ExpertTiming _timing = timing ?? ExpertTiming.Human;
    private readonly Notice[] _notices = new Notice[128];
    private readonly double[] _heldUntil = new double[7];
    private SeededStream _chance;
    private double _goal, _bossReaction, _turnAt, _hopAt;
    private BossKind _bossSeen;

    /// <inheritdoc/>
    public string Name => _timing == ExpertTiming.Human ? "expert" : _timing == ExpertTiming.Reflex ? "reflex rule"
        : "expert, own timing";

    /// <inheritdoc/>
    public void Reset(int seed)
    {
        _chance = SeededStream.Of((ulong)seed, 2000);
        Array.Clear(_notices);
        Array.Clear(_heldUntil);
        (_goal, _turnAt, _hopAt, _bossSeen) = (double.NaN, double.NaN, double.PositiveInfinity, BossKind.Potato);
        _bossReaction = Reaction();
    }

    /// <inheritdoc/>
    public uint Act(BossFightState state)
    {
        double now = state.Time;
        if (state.Phase != _bossSeen)
        {
            (_bossSeen, _bossReaction) = (state.Phase, Reaction());
        }

        if (labels)
        {
            _goal = double.NaN; // what is asked for follows from what is to be seen, not from what was asked for before
        }

        Shoot(state, now);
        for (int i = 0; i < state.HazardCount; i++)
        {
            Answer(state, state.Hazard(i), now);
        }

        if (now >= _hopAt - 1e-6)
        {
            Press(FightKeys.Jump, now, 0.17, 0.3, (0.07, 0.45));
            _hopAt = double.PositiveInfinity;
        }

        uint keys = Walk(state, now);
        for (int key = 0; key < _heldUntil.Length; key++)
        {
            keys |= now < _heldUntil[key] - 1e-6 ? 1u << key : 0;
        }

        return keys;
    }

    private void Shoot(BossFightState state, double now)
    {
        bool isThere = state.BossUpFor >= 0 ? state.BossUpFor >= _bossReaction - 0.5 : state.BossUpFor > _bossReaction - 0.5;
        if (isThere && state.BossHealth > 0)
        {
            _heldUntil[FightKeys.Shoot] = now + BossFightRules.StepSeconds;
            _heldUntil[FightKeys.Up] = state.Phase == BossKind.Carrot ? now + BossFightRules.StepSeconds : 0;
        }
    }

    private void Answer(BossFightState state, HazardState hazard, double now)
    {
        ref var notice = ref _notices[hazard.Id % _notices.Length];
        if (notice.Id != hazard.Id)
        {
            if (hazard.SeenFor < 0)
            {
                return;
            }

            notice = new Notice
            {
                Id = hazard.Id,
                At = now - hazard.SeenFor + Reaction(),
                IsMissed = _chance.Chance(_timing.MissRate),
                IsFalseAlarm = _chance.Chance(_timing.FalseAlarmRate),
                Overstep = _timing.HoldsLikeHuman ? _chance.Normal(0, 10, -20, 20) : 0,
                Lead = Math.Max(0.06, Lead(hazard.Kind) + _timing.LeadError * _chance.Normal(0, 1, -2.5, 2.5)),
            };
        }

        if (notice.IsMissed || notice.IsAnswered || now < notice.At - 1e-6)
        {
            return;
        }

        double left = TimeToTouch(state, hazard, notice.IsFalseAlarm);
        if (left < 0 || left > notice.Lead)
        {
            return;
        }

        switch (hazard.Kind)
        {
            case HazardKind.Sweep when labels && state.DashLeft > 0:
                break; // he is on his way through it
            case HazardKind.Low when state.Height <= 0:
                Press(FightKeys.Jump, now, 0.17, 0.3, (0.07, 0.45));
                notice.IsAnswered = !labels;
                break;
            case HazardKind.Sweep when state.DashRechargeLeft > left && state.Height <= 0:
                Press(FightKeys.Jump, now, 0.1, 0.1, (0.07, 0.1));
                _hopAt = now + 0.2;
                notice.IsAnswered = !labels;
                break;
            case HazardKind.Sweep when state.DashRechargeLeft <= 0:
                Press(FightKeys.Dash, now, 0.15, 0.15, (0.1, 0.25));
                _heldUntil[hazard.X > state.X ? FightKeys.Right : FightKeys.Left] = now + BossFightRules.StepSeconds;
                _heldUntil[hazard.X > state.X ? FightKeys.Left : FightKeys.Right] = 0;
                _goal = double.NaN;
                notice.IsAnswered = !labels;
                break;
            case HazardKind.Falling:
                _goal = GapBeside(state, hazard) + notice.Overstep;
                break;
        }
    }

    /// <summary>Seconds until it touches him; of a decoy that he takes for a threat, until it is above him.</summary>
    private static double TimeToTouch(BossFightState state, HazardState hazard, bool isFalseAlarm)
    {
        if (hazard.TouchIn >= 0 || !isFalseAlarm || hazard.Kind == HazardKind.Falling || hazard.VelocityX == 0)
        {
            return hazard.TouchIn;
        }

        return (state.X - hazard.X) / hazard.VelocityX;
    }

    private static double Lead(HazardKind kind) => kind switch { HazardKind.Low => 0.25, HazardKind.Sweep => 0.18, _ => 0.60 };

    /// <summary>The nearest place on the stage that nothing that falls comes near.</summary>
    private static double GapBeside(BossFightState state, HazardState hazard)
    {
        double least = Arena.LeftBound, most = Arena.RightBound(state.Phase), best = double.NaN;
        for (int i = 0; i < state.HazardCount; i++)
        {
            var other = state.Hazard(i);
            if (other.Kind == HazardKind.Falling)
            {
                var (left, right) = Reach(other);
                Try(left - Margin, state);
                Try(right + Margin, state);
            }
        }

        return double.IsNaN(best) ? (hazard.Aim > state.X ? least : most) : best;

        void Try(double x, BossFightState now)
        {
            if (x >= least && x <= most && !(Math.Abs(x - now.X) >= Math.Abs(best - now.X)) && IsFree(now, x))
            {
                best = x;
            }
        }
    }

    /// <summary>Whether nothing that falls comes near a place.</summary>
    private static bool IsFree(BossFightState state, double x)
    {
        for (int i = 0; i < state.HazardCount; i++)
        {
            var (left, right) = Reach(state.Hazard(i));
            if (state.Hazard(i).Kind == HazardKind.Falling && left < x && x < right)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Where a thing that falls touches a player who stands: it comes from the side, and so sweeps more than its width.
    /// </summary>
    private static (double Left, double Right) Reach(HazardState hazard)
    {
        const double Half = 45, Body = 131;
        double enters = hazard.Height > Body ? hazard.Aim + (hazard.X - hazard.Aim) * (Body / hazard.Height) : hazard.X;
        return (Math.Min(enters, hazard.Aim) - Half, Math.Max(enters, hazard.Aim) + Half);
    }

    /// <summary>Goes where he wants to be, and turns to the boss when he is there.</summary>
    private uint Walk(BossFightState state, double now)
    {
        if (!double.IsNaN(_goal))
        {
            double away = _goal - state.X;
            if (Math.Abs(away) > StepSpeed * BossFightRules.StepSeconds / 2)
            {
                _turnAt = double.NaN;
                return 1u << (away > 0 ? FightKeys.Right : FightKeys.Left);
            }

            _goal = double.NaN;
        }

        bool isTurnedAway = state.Phase != BossKind.Carrot && state.Facing < 0;
        if (!isTurnedAway)
        {
            _turnAt = double.NaN;
            GoHome(state);
            return labels && !double.IsNaN(_goal) ? 1u << (_goal > state.X ? FightKeys.Right : FightKeys.Left) : 0;
        }

        if (double.IsNaN(_turnAt))
        {
            _turnAt = now + (_timing.ReactionMedian > 0 ? _chance.LogNormal(0.3, 0.4, 0.1, 1) : 0);
        }

        return now >= _turnAt - 1e-6 && IsFree(state, state.X + 40) ? 1u << FightKeys.Right : 0;
    }

    /// <summary>Back towards his place where nothing falls on the way; else he would stand at the edge of the stage.</summary>
    private void GoHome(BossFightState state)
    {
        var (least, most) = state.Phase == BossKind.Carrot ? (320, 960) : (150, 470);
        int side = state.X < least ? 1 : state.X > most ? -1 : 0;
        if (side != 0 && IsFree(state, state.X + side * 40) && IsFree(state, state.X + side * 90))
        {
            _goal = state.X + side * 90;
        }
    }

    private void Press(int key, double now, double median, double deviation, (double Least, double Most) limits) =>
        _heldUntil[key] = now + (_timing.HoldsLikeHuman ? _chance.LogNormal(median, deviation, limits.Least, limits.Most)
            : BossFightRules.StepSeconds);

    private double Reaction() => _timing.ReactionMedian > 0 ? _chance.LogNormal(_timing.ReactionMedian, 0.2, 0.12, 0.6) : 0;

    private struct Notice
    {
        public int Id;
        public double At, Lead, Overstep;
        public bool IsMissed, IsFalseAlarm, IsAnswered;
    }
}
