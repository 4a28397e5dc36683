namespace Research.Simulation.Control;

/// <summary>What a player means to do for a while, and what becomes of it.</summary>
/// <param name="Control">Name of the control, or <c>click_left</c> and the like.</param>
/// <param name="First">First frame of the gesture.</param>
/// <param name="Last">The frame after its last.</param>
/// <param name="PressedFrom">First frame where the control is pressed: later than <paramref name="First"/> by the lag.</param>
/// <param name="PressedTo">The frame after the last where it is.</param>
/// <param name="Size">1; 0.5 for one that comes to nothing.</param>
public readonly record struct Gesture(string Control, int First, int Last, int PressedFrom, int PressedTo, double Size)
{
    /// <summary>Whether it counts as a press.</summary>
    public bool Counts => Size > 0.75;
}
