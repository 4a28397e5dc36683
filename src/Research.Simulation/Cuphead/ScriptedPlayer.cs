namespace Research.Simulation.Cuphead;

/// <summary>An action held from one time to another, in seconds from the start of the fight.</summary>
/// <param name="Action">Name of the action.</param>
/// <param name="Down">When its key goes down.</param>
/// <param name="Up">When it comes up.</param>
/// <param name="Answers">The threat it gets out of the way of, if any.</param>
public sealed record KeyPress(string Action, double Down, double Up, Threat? Answers = null);

/// <summary>
/// Plays a fight as a person does: holds SHOOT while there is a boss to shoot at and UP while it sits above, and answers each
/// threat a little before it arrives, and some not at all. No key is pressed without a reason on the screen.
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
            double start = Math.Max(0, phase.Start);
            Hold("SHOOT", start + Reaction(random), phase.End + Reaction(random));
            if (phase.Boss == BossKind.Carrot)
            {
                Hold("UP", start + Reaction(random), phase.End + Reaction(random));
            }
        }

        foreach (var threat in fight.Threats.Where(_ => random.NextDouble() < Attention))
        {
            Answer(threat);
        }

        return WithoutOverlaps(presses);

        void Answer(Threat threat)
        {
            double t = threat.Arrives - (threat.Kind == HazardKind.Sweep
                ? Distributions.Normal(random, 0.15, 0.03, 0.10, 0.20)
                : Distributions.Normal(random, 0.31, 0.06, 0.14, 0.42));
            t = Math.Max(t, threat.Appears + Reaction(random));
            switch (threat.Kind)
            {
                case HazardKind.Low:
                    Hold("JUMP", t, t + Distributions.LogNormal(random, 0.17, 0.3, 0.07, 0.45), threat);
                    break;
                case HazardKind.Sweep:
                    Hold("DASH", t, t + Distributions.LogNormal(random, 0.15, 0.15, 0.1, 0.25), threat);
                    break;
                case HazardKind.Falling:
                    StepAside(t - 0.1, threat);
                    break;
            }
        }

        void StepAside(double t, Threat threat)
        {
            double stepped = t + Distributions.LogNormal(random, 0.28, 0.6, 0.1, 2.2);
            Hold(threat.Answer, t, stepped, threat);
            if (random.NextDouble() < 0.8)
            {
                double back = stepped + Distributions.LogNormal(random, 0.5, 0.4, 0.2, 1.5);
                Hold(threat.Answer == "LEFT" ? "RIGHT" : "LEFT", back,
                    back + Distributions.LogNormal(random, 0.28, 0.6, 0.1, 2.2));
            }
        }

        void Hold(string action, double down, double up, Threat? answers = null)
        {
            if (down >= 0 && up <= fight.Duration)
            {
                presses.Add(new KeyPress(action, down, up, answers));
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
            ((string, double, int, double)[])[("DOWN", 0.95, 4, 0.13), ("UP", 0.6, 3, 0.15), ("LEFT", 0.5, 3, 0.5),
                ("RIGHT", 0.4, 2, 0.35)])
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
