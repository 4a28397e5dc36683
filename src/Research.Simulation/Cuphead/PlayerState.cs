namespace Research.Simulation.Cuphead;

/// <summary>The player at one frame: everything that the sprite shows.</summary>
/// <param name="X">Middle of the sprite.</param>
/// <param name="Height">Of the feet above the ground.</param>
/// <param name="Rise">Vertical speed in units a second.</param>
/// <param name="Facing">+1 right, −1 left.</param>
/// <param name="DashLeft">Seconds of a dash still to come; 0 when not dashing.</param>
/// <param name="Stride">Distance walked so far; the legs go by it.</param>
public readonly record struct PlayerState(double X, double Height, double Rise, int Facing, double DashLeft, double Stride)
{
    /// <summary>He leaves the ground at this frame, or hops again in the air.</summary>
    public bool TakesOff { get; init; }

    /// <summary>He dashes, with a trail behind him.</summary>
    public bool IsDashing { get; init; }

    /// <summary>He walks or drifts to a side.</summary>
    public bool IsRunning { get; init; }

    /// <summary>He holds his arm up.</summary>
    public bool IsAimingUp { get; init; }

    /// <summary>He ducks.</summary>
    public bool IsDucking { get; init; }

    /// <summary>He shoots: a flash at the muzzle and bullets from it.</summary>
    public bool IsShooting { get; init; }

    /// <summary>He hopped in the air and spins.</summary>
    public bool IsSpinning { get; init; }

    /// <summary>His feet are off the ground.</summary>
    public bool IsAirborne => Height > 0;

    /// <summary>Height of the sprite.</summary>
    public double Tall => IsDucking ? 66 : 112;
}
