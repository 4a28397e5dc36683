namespace Research.Simulation.Duel.Drawing;

/// <summary>How the boss holds himself, looking to the right.</summary>
/// <param name="Lean">Of the trunk, radians, forwards.</param>
/// <param name="Crouch">By how much the hips are lower, units.</param>
/// <param name="HandX">The weapon hand before the hips, units.</param>
/// <param name="HandY">The weapon hand above the ground, units.</param>
/// <param name="Weapon">Where the weapon points, radians: 0 forwards, π/2 up.</param>
internal readonly record struct Pose(double Lean, double Crouch, double HandX, double HandY, double Weapon)
{
    private static readonly Pose Guard = new(0.05, 0, 15, 27, -0.45);

    /// <summary>The boss's pose in a frame; datasets/README.md, rule 7.</summary>
    public static Pose Of(DuelFrame frame) => frame.Attack is not { } attack
        ? Paced(frame.Time)
        : frame.Animation switch
        {
            BossAnimation.Recovering => Struck(attack.Move)
                .Towards(Paced(frame.Time), Ease(frame.AnimationTime / BossAttack.RecoverySeconds)),
            BossAnimation.Lowering => Winding(attack, attack.CalledOff!.Value - attack.Start)
                .Towards(Paced(frame.Time), Ease(frame.AnimationTime / BossAttack.LoweringSeconds)),
            _ => Winding(attack, frame.AnimationTime),
        };

    private static Pose Paced(double time) => Guard
        with
    { Lean = 0.05 + 0.04 * Math.Sin(3 * time), HandY = 27 + 1.2 * Math.Sin(3 * time + 1) };

    /// <summary>Some seconds after the wind-up began, up to the blow.</summary>
    private static Pose Winding(BossAttack attack, double seconds)
    {
        double share = seconds / attack.WindUp;
        var back = Guard.Towards(Drawn(attack.Move), Ease(attack.Move == AttackMove.Slam ? 2 * share : share));
        return seconds <= attack.WindUp ? back
            : back.Towards(Struck(attack.Move), (seconds - attack.WindUp) / BossAttack.StrikeSeconds);
    }

    private static Pose Drawn(AttackMove move) => move switch
    {
        AttackMove.Jab => new(-0.12, 2, -14, 28, 0.02),
        AttackMove.Slash => new(-0.18, 2, -12, 44, 2.55),
        AttackMove.Overhead => new(-0.14, 0, -3, 63, 1.85),
        _ => new(0.22, 11, -6, 52, 2.05),
    };

    private static Pose Struck(AttackMove move) => move switch
    {
        AttackMove.Jab => new(0.28, 4, 30, 30, -0.02),
        AttackMove.Slash => new(0.26, 4, 23, 30, -0.35),
        AttackMove.Overhead => new(0.36, 6, 22, 26, -0.55),
        _ => new(0.48, 13, 26, 20, -0.50),
    };

    private static double Ease(double share)
    {
        double s = Math.Clamp(share, 0, 1);
        return s * s * (3 - 2 * s);
    }

    private Pose Towards(Pose other, double share) => new(
        Lean + share * (other.Lean - Lean), Crouch + share * (other.Crouch - Crouch), HandX + share * (other.HandX - HandX),
        HandY + share * (other.HandY - HandY), Weapon + share * (other.Weapon - Weapon));
}
