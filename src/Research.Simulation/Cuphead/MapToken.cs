namespace Research.Simulation.Cuphead;

/// <summary>The player's token on the map between two fights.</summary>
/// <param name="X">From the left of the picture.</param>
/// <param name="Y">From its top.</param>
/// <param name="Facing">+1 right, −1 left.</param>
/// <param name="Stride">Distance walked so far.</param>
public readonly record struct MapToken(double X, double Y, int Facing, double Stride)
{
    private const double Speed = 150;

    /// <summary>It walks to the right (+1) or to the left (−1) at this frame.</summary>
    public int Sideways { get; init; }

    /// <summary>It walks down (+1) or up (−1) at this frame.</summary>
    public int Downwards { get; init; }

    /// <summary>It hops: JUMP chooses in a menu.</summary>
    public bool IsHopping { get; init; }

    /// <summary>It snaps its fingers: SHOOT.</summary>
    public bool IsSnapping { get; init; }

    /// <summary>It leaves a cloud of dust: DASH.</summary>
    public bool IsDusty { get; init; }

    internal static MapToken Start => new(470, 430, 1, 0);

    /// <summary>The token one frame later, never off the island.</summary>
    internal MapToken Step(HeldKeys keys, double seconds)
    {
        int sideways = keys.Sideways, downwards = (keys.IsDown ? 1 : 0) - (keys.IsUp ? 1 : 0);
        double x = Math.Clamp(X + sideways * Speed * seconds, 300, 980),
            y = Math.Clamp(Y + downwards * Speed * seconds, 270, 540);
        return new MapToken(x, y, sideways != 0 ? sideways : Facing,
            Stride + (sideways != 0 || downwards != 0 ? Speed * seconds : 0))
        {
            Sideways = sideways,
            Downwards = downwards,
            IsHopping = keys.IsJump,
            IsSnapping = keys.IsShoot,
            IsDusty = keys.IsDash,
        };
    }
}
