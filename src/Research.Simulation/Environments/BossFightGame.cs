using Research.Alignment;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>What happened in a step.</summary>
/// <param name="Damage">Bullets that reached the boss.</param>
/// <param name="Hit">Number of the hazard that hit the player; 0 for none.</param>
internal readonly record struct FightStep(int Damage, int Hit);

/// <summary>The boss fight itself: no pixels, no rewards. A step allocates nothing, and neither does a new fight.</summary>
internal sealed class BossFightGame
{
    private const int Substeps = 6;
    private static readonly int JumpBit = ActionSet.Cuphead.IndexOf("JUMP"), DashBit = ActionSet.Cuphead.IndexOf("DASH");

    private readonly BossFightCourse.Cursor[] _cursors = new BossFightCourse.Cursor[3];
    private ulong _seed;
    private int _lastId, _hops;
    private double _lastDash, _safeUntil, _spitAt;

    public FlightPool Flights { get; } = new();

    public ShotPool Shots { get; } = new();

    public PlayerState Player { get; private set; }

    /// <summary>Steps since the start.</summary>
    public int Index { get; private set; }

    public double Time => Index * BossFightRules.StepSeconds;

    public uint Held { get; private set; }

    public int Hearts { get; private set; }

    /// <summary>In bullets, from 900 down to 0.</summary>
    public int Health { get; private set; }

    public BossKind Phase { get; private set; }

    /// <summary>When the phase's boss is up; in the future during a lull.</summary>
    public double PhaseStart { get; private set; }

    /// <summary>When the boss before was beaten, or the last one; infinity while none was.</summary>
    public double BeatenAt { get; private set; }

    /// <summary>Bullets that reached the boss in the last step.</summary>
    public int Damage { get; private set; }

    /// <summary>What hit the player last.</summary>
    public AttackKind LastHit { get; private set; }

    public bool IsBossUp => Health > 0 && Time >= PhaseStart;

    public double InvulnerableLeft => Math.Max(0, _safeUntil - Time);

    public double DashRechargeLeft => Math.Max(0, _lastDash + BossFightRules.DashRecharge - Time);

    public int HopsLeft => BossFightRules.Hops - _hops;

    /// <summary>Health of the phase's boss, 1 to 0.</summary>
    public double PhaseHealth
    {
        get
        {
            int before = Phase == BossKind.Potato ? BossFightRules.BossHealth : BossFightRules.HealthMark(Phase - 1),
                mark = BossFightRules.HealthMark(Phase);
            return (double)(Health - mark) / (before - mark);
        }
    }

    public bool IsSpitting => IsBossUp && Time - _spitAt is >= 0 and < 0.25;

    public void Reset(int seed)
    {
        _seed = (ulong)seed;
        for (int phase = 0; phase < _cursors.Length; phase++)
        {
            _cursors[phase] = BossFightCourse.From(_seed, (BossKind)phase);
        }

        Flights.Clear();
        Shots.Clear();
        Player = PlayerMotion.Start;
        (Index, Held, Hearts, Health, Phase, Damage, LastHit) =
            (0, 0, BossFightRules.Hearts, BossFightRules.BossHealth, BossKind.Potato, 0, default);
        (PhaseStart, BeatenAt) = (-0.5, double.PositiveInfinity);
        (_lastId, _hops, _lastDash, _safeUntil, _spitAt) = (0, 0, -10, -10, -10);
    }

    public FightStep Step(uint keys)
    {
        var before = Player;
        double from = Time;
        bool wasUp = IsBossUp;
        Player = Move(before, keys);
        Held = keys;
        Index++;
        Launch(from, wasUp);
        int hit = Collide(before, from);
        Damage = Math.Min(Shots.Step(Player, Phase, IsBossUp), Health - BossFightRules.HealthMark(Phase));
        Health -= Damage;
        if (Damage > 0 && Health == BossFightRules.HealthMark(Phase))
        {
            BeatenAt = Time;
            if (Phase != BossKind.Carrot)
            {
                PhaseStart = Time + BossFightCourse.LullAfter(_seed, Phase);
                Phase++;
            }
        }

        Flights.RemoveEnded(Time);
        return new FightStep(Damage, hit);
    }

    private PlayerState Move(in PlayerState from, uint keys)
    {
        uint pressed = keys & ~Held;
        if (from.Height <= 0)
        {
            _hops = 0;
        }

        if (_hops >= BossFightRules.Hops)
        {
            pressed &= ~(1u << JumpBit);
        }

        if (DashRechargeLeft > 1e-9)
        {
            pressed &= ~(1u << DashBit);
        }

        _hops += (int)(pressed >> JumpBit & 1);
        _lastDash = (pressed >> DashBit & 1) != 0 ? Time : _lastDash;

        // The place of the next boss is in the way from the moment it rises.
        var wall = Time < PhaseStart - BossFightRules.EmergeSeconds ? Phase - 1 : Phase;
        return PlayerMotion.Step(from, HeldKeys.FromBits(keys, pressed), BossFightRules.StepSeconds, wall);
    }

    /// <summary>Sends what the course has for this step. Attacks of the other phases, and of a lull, are left out.</summary>
    private void Launch(double from, bool wasUp)
    {
        for (int phase = 0; phase < _cursors.Length; phase++)
        {
            ref var cursor = ref _cursors[phase];
            for (; cursor.Next.Launch < Time; cursor.Advance())
            {
                var attack = cursor.Next;
                if (wasUp && attack.Phase == Phase
                    && attack.Launch >= Math.Max(from, PhaseStart + BossFightRules.FirstAttackSeconds))
                {
                    _lastId = AttackFlight.Send(attack, Flights, _lastId);
                    _spitAt = attack.Launch;
                }
            }
        }
    }

    /// <summary>Hazards against the player on his way from one frame to the next, sixty times a second.</summary>
    /// <returns>The hazard that hit him, or 0.</returns>
    private int Collide(in PlayerState before, double from)
    {
        int hit = 0;
        for (int i = 0; i < Flights.Count; i++)
        {
            ref var flight = ref Flights[i];
            if (flight.IsSpent || flight.Start > Time || flight.End < from)
            {
                continue;
            }

            var halfSize = HalfSizeOf(flight.Kind);
            for (int k = 1; k <= Substeps; k++)
            {
                double share = (double)k / Substeps, t = from + share * BossFightRules.StepSeconds;
                if (t < flight.Start || t > flight.End)
                {
                    continue;
                }

                var (x, height) = Flights.PositionAt(i, t);
                var player =
                    Player with
                    {
                        X = before.X + share * (Player.X - before.X),
                        Height = before.Height + share * (Player.Height - before.Height),
                    };
                if (PlayerPath.Touches(player, x, height, halfSize))
                {
                    flight.IsSpent = true;
                    if (!Player.IsDashing && t >= _safeUntil && Hearts > 0)
                    {
                        Hearts--;
                        _safeUntil = t + BossFightRules.InvulnerableSeconds;
                        LastHit = flight.Attack;
                        hit = flight.Id;
                    }

                    break;
                }
            }
        }

        return hit;
    }

    /// <summary>As after a hit; for tests of what hits would end.</summary>
    internal void MakeInvulnerable() => _safeUntil = Time + BossFightRules.InvulnerableSeconds;

    internal static (double X, double Y) HalfSizeOf(HazardKind kind) => kind == HazardKind.Sweep ? (112, 34) : (27, 27);
}
