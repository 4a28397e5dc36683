using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>The boss as it is seen; as <see cref="BossView"/>, without memory.</summary>
internal readonly record struct BossLook(
    BossKind Kind, double Emerged, double Beaten, double Health, bool IsFlashing, bool IsSpitting)
{
    /// <summary>The boss that is up, sinks or rises; null while none is to be seen.</summary>
    public static BossLook? Of(BossFightGame game)
    {
        double sunk = (game.Time - game.BeatenAt) / BossFightRules.SinkSeconds;
        if (game.Health == 0)
        {
            return new BossLook(BossKind.Carrot, 1, Math.Clamp(sunk, 0, 1), 0, false, false);
        }

        double emerged = (game.Time - game.PhaseStart + BossFightRules.EmergeSeconds) / BossFightRules.EmergeSeconds;
        if (emerged >= 0)
        {
            return new BossLook(game.Phase, Math.Min(1, emerged), 0, game.PhaseHealth, game.Damage > 0 && game.Index % 2 == 0,
                game.IsSpitting);
        }

        return sunk <= 1 ? new BossLook(game.Phase - 1, 1, Math.Clamp(sunk, 0, 1), 0, false, false) : null;
    }
}
