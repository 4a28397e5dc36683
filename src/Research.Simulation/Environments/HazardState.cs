using Research.Simulation.Cuphead;

namespace Research.Simulation.Environments;

/// <summary>A hazard in a <see cref="BossFightState"/>.</summary>
/// <param name="values">The nine values of the hazard.</param>
public readonly ref struct HazardState(ReadOnlySpan<float> values)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>Its number within the fight, from 1.</summary>
    public int Id => (int)_values[0];

    /// <summary>What it looks like.</summary>
    public HazardKind Kind => (HazardKind)(int)_values[1];

    /// <summary>Of its centre, in units of the arena.</summary>
    public float X => _values[2];

    /// <summary>Of its centre above the ground.</summary>
    public float Height => _values[3];

    /// <summary>Units a second.</summary>
    public float VelocityX => _values[4];

    /// <summary>Units a second, upwards.</summary>
    public float VelocityY => _values[5];

    /// <summary>
    /// Seconds until it touches a player who stays where he is, on the ground; −1 where it does not within 2 s, or has touched
    /// him.
    /// </summary>
    public float TouchIn => _values[6];

    /// <summary>Where it lands; −1 if it does not.</summary>
    public float Aim => _values[7];

    /// <summary>Seconds since its centre came into the picture; negative while it is outside.</summary>
    public float SeenFor => _values[8];
}
