using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>A bullet of the player's: straight from where it was fired.</summary>
internal struct Shot
{
    public double X, Height, DirectionX, DirectionY;

    /// <summary>Units to the boss; infinity where it meets none.</summary>
    public double Reach;

    /// <summary>Units flown so far.</summary>
    public double Flown;

    /// <summary>The phase it was aimed in: what was aimed at a beaten boss does no damage.</summary>
    public BossKind Phase;

    public bool HasHit;
}

/// <summary>The bullets in flight, two for each frame that shoots.</summary>
internal sealed class ShotPool
{
    private const double Longest = 10 * BossFightRules.StepSeconds * Bullets.Speed;
    private static readonly BossView[] Targets =
        [.. Enum.GetValues<BossKind>().Select(kind => new BossView(kind, 1, 0, 1, false, false))];

    private readonly Shot[] _shots = new Shot[32];

    public int Count { get; private set; }

    public ref readonly Shot this[int index] => ref _shots[index];

    public void Clear() => Count = 0;

    /// <summary>Moves every bullet on and fires two where the player shoots.</summary>
    /// <param name="player">The player at the end of the step.</param>
    /// <param name="phase">The phase.</param>
    /// <param name="isUp">Its boss can be hit.</param>
    /// <returns>Bullets that reached the boss.</returns>
    public int Step(in PlayerState player, BossKind phase, bool isUp)
    {
        int hits = 0, kept = 0;
        for (int i = 0; i < Count; i++)
        {
            var shot = _shots[i];
            shot.Flown += BossFightRules.StepSeconds * Bullets.Speed;
            if (Keep(ref shot))
            {
                _shots[kept++] = shot;
            }
        }

        Count = kept;
        if (player.IsShooting)
        {
            var (x, height, directionX, directionY, reach) = Bullets.Aim(player, isUp ? Targets[(int)phase] : null);
            for (int k = 0; k < 2; k++)
            {
                var shot = new Shot
                {
                    X = x,
                    Height = height,
                    DirectionX = directionX,
                    DirectionY = directionY,
                    Reach = reach,
                    Flown = k * Bullets.Delay * Bullets.Speed,
                    Phase = phase,
                };
                if (Keep(ref shot))
                {
                    _shots[Count++] = shot;
                }
            }
        }

        return hits;

        bool Keep(ref Shot shot)
        {
            if (shot.Flown >= shot.Reach && !shot.HasHit)
            {
                shot.HasHit = true;
                hits += isUp && shot.Phase == phase ? 1 : 0;
            }

            double flown = Math.Min(shot.Flown, shot.Reach), x = shot.X + shot.DirectionX * flown,
                height = shot.Height + shot.DirectionY * flown;
            return shot.Flown - shot.Reach <= Bullets.Speed * Bullets.Delay && shot.Flown <= Longest
                && x is > -30 and < Arena.Width + 30 && height < Arena.GroundY + 30;
        }
    }

    /// <summary>Where a bullet is drawn, and whether it is at the boss.</summary>
    public Bullet ViewOf(int index)
    {
        ref readonly var shot = ref _shots[index];
        double flown = Math.Min(shot.Flown, shot.Reach);
        return new Bullet(shot.X + shot.DirectionX * flown, shot.Height + shot.DirectionY * flown, shot.DirectionX,
            shot.DirectionY, shot.HasHit);
    }
}
