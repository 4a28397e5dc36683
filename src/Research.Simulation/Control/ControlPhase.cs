namespace Research.Simulation.Control;

/// <summary>What goes on for a while.</summary>
public enum PhaseKind
{
    /// <summary>The player plays.</summary>
    Play,

    /// <summary>A screen is open, or about to be.</summary>
    Inventory,

    /// <summary>Nothing is pressed.</summary>
    Idle,
}

/// <summary>A stretch of frames.</summary>
/// <param name="Kind">What goes on.</param>
/// <param name="First">Its first frame.</param>
/// <param name="Last">The frame after its last.</param>
public readonly record struct ControlPhase(PhaseKind Kind, int First, int Last);
