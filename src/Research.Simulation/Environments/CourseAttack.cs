using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>One attack of a course. It is launched if its phase is on at that time.</summary>
/// <param name="Phase">The boss that sends it.</param>
/// <param name="Launch">When it sets out, in seconds from the start of the fight.</param>
/// <param name="Kind">What is sent.</param>
/// <param name="Key">All that its flight is drawn from: two attacks with the same values fly alike.</param>
public readonly record struct CourseAttack(BossKind Phase, double Launch, AttackKind Kind, ulong Key)
{
    /// <summary>It looks like a threat, and nobody who stands in the middle of the arena needs a key for it.</summary>
    public bool IsDecoy => Kind is AttackKind.LowOver or AttackKind.LowShort or AttackKind.SweepOver or AttackKind.SweepBack;
}
