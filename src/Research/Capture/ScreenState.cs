namespace Research.Capture;

/// <summary>What of a window can be seen.</summary>
public enum Visibility
{
    /// <summary>All of it.</summary>
    Visible,

    /// <summary>Another window covers a part of it or all of it, or a part of it is outside the screen.</summary>
    Covered,

    /// <summary>Nothing: it is minimised or not mapped. Its picture is black.</summary>
    Hidden,
}

/// <summary>What was captured for the last picture.</summary>
/// <param name="Width">Pixels in a row, before the picture was scaled.</param>
/// <param name="Height">Rows, before the picture was scaled.</param>
/// <param name="Visibility">What of it could be seen; a screen or a part of it is always visible.</param>
public readonly record struct ScreenState(int Width, int Height, Visibility Visibility);
