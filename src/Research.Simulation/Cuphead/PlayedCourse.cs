namespace Research.Simulation.Cuphead;

/// <summary>A threat and what the player made of it.</summary>
/// <param name="Threat">When it comes and when it hits.</param>
/// <param name="AnsweredAt">When the key went down; null where he let it come.</param>
public sealed record MetThreat(Threat Threat, double? AnsweredAt);

/// <summary>A fight as it was played.</summary>
/// <param name="Phases">The three bosses.</param>
/// <param name="Threats">All threats, answered or not.</param>
public sealed record PlayedCourse(IReadOnlyList<BossPhase> Phases, IReadOnlyList<MetThreat> Threats)
{
    /// <summary>The same course on a clock that is ahead by some seconds.</summary>
    public PlayedCourse Later(double seconds) =>
        new([.. Phases.Select(p => p.Later(seconds))],
            [.. Threats.Select(t => new MetThreat(t.Threat.Later(seconds), t.AnsweredAt + seconds))]);
}
