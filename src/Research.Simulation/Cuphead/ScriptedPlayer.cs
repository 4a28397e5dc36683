namespace Research.Simulation.Cuphead;

/// <summary>An action held from one time to another, in seconds from the start of the fight.</summary>
public sealed record KeyPress(string Action, double Down, double Up);

/// <summary>
/// Plays a fight as a person does: holds SHOOT while there is a boss to shoot at and UP while it sits above, and answers each
/// threat a little before it arrives, sometimes late and sometimes not at all. No key is pressed without a reason on the screen.
/// </summary>
public static class ScriptedPlayer
{
    private const double ReactionTime = 0.25;

    /// <summary>Share of threats that are answered.</summary>
    private const double Attention = 0.92;

    /// <summary>The presses of one fight, by the time they begin; presses of one action never overlap.</summary>
    public static IReadOnlyList<KeyPress> Play(BossFight fight, Random random)
    {
        ArgumentNullException.ThrowIfNull(fight);
        ArgumentNullException.ThrowIfNull(random);
        var presses = new List<KeyPress>();
        foreach (var phase in fight.Phases)
        {
            Hold("SHOOT", phase.Start + Reaction(random), phase.End + Reaction(random));
            if (phase.IsAbove)
            {
                Hold("UP", phase.Start + Reaction(random), phase.End + Reaction(random));
            }
        }

        foreach (var hazard in fight.Hazards)
        {
            Answer(hazard);
        }

        return WithoutOverlaps(presses);

        void Answer(Hazard hazard)
        {
            if (hazard.Kind == HazardKind.Decoy || random.NextDouble() > Attention)
            {
                return;
            }

            double lead = Distributions.Normal(random, 0.32, 0.09, 0.05, 0.6);
            double t = Math.Max(hazard.Arrives - lead, hazard.Appears + Reaction(random));
            switch (hazard.Kind)
            {
                case HazardKind.Low:
                    Hold("JUMP", t, t + Distributions.LogNormal(random, 0.16, 0.3, 0.06, 0.45));
                    break;
                case HazardKind.Sweep:
                    Hold("DASH", t, t + Distributions.LogNormal(random, 0.15, 0.15, 0.08, 0.25));
                    break;
                case HazardKind.Falling:
                    Sidestep(t);
                    break;
            }
        }

        void Sidestep(double t)
        {
            string[] sides = random.Next(2) == 0 ? ["LEFT", "RIGHT"] : ["RIGHT", "LEFT"];
            double stepped = t + Distributions.LogNormal(random, 0.28, 0.65, 0.06, 2.2);
            Hold(sides[0], t, stepped);
            if (random.NextDouble() < 0.8)
            {
                double back = stepped + Distributions.LogNormal(random, 0.5, 0.4, 0.1, 1.5);
                Hold(sides[1], back, back + Distributions.LogNormal(random, 0.28, 0.65, 0.06, 2.2));
            }
        }

        void Hold(string action, double down, double up)
        {
            if (down >= 0 && up <= fight.Duration)
            {
                presses.Add(new KeyPress(action, down, up));
            }
        }
    }

    /// <summary>What is pressed in the menus and on the map between two fights: where all of DOWN comes from.</summary>
    /// <param name="seconds">Time until the next fight starts.</param>
    /// <param name="random">Source of chance.</param>
    public static IReadOnlyList<KeyPress> Navigate(double seconds, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var presses = new List<KeyPress>();
        double t = Distributions.LogNormal(random, 2.5, 0.3, 1, 5);
        foreach (var (action, chance, times, median) in
            ((string, double, int, double)[])[("DOWN", 0.95, 4, 0.13), ("UP", 0.6, 3, 0.15), ("LEFT", 0.5, 3, 0.5), ("RIGHT", 0.4, 2, 0.35)])
        {
            for (int i = random.NextDouble() < chance ? random.Next(1, times + 1) : 0; i > 0; i--)
            {
                double up = t + Distributions.LogNormal(random, median, 0.3, 0.06, 2);
                presses.Add(new KeyPress(action, t, up));
                t = up + Distributions.LogNormal(random, 0.5, 0.4, 0.2, 2);
            }
        }

        return [.. presses.Where(p => p.Up < seconds - 0.5)];
    }

    private static double Reaction(Random random) => Distributions.LogNormal(random, ReactionTime, 0.2, 0.15, 0.6);

    /// <summary>A key that is down cannot be pressed: such a press falls away.</summary>
    private static List<KeyPress> WithoutOverlaps(IEnumerable<KeyPress> presses)
    {
        const double Lift = 0.03;
        var free = new Dictionary<string, double>();
        var kept = new List<KeyPress>();
        foreach (var press in presses.OrderBy(p => p.Down))
        {
            if (press.Down >= free.GetValueOrDefault(press.Action))
            {
                kept.Add(press);
                free[press.Action] = press.Up + Lift;
            }
        }

        return kept;
    }
}
