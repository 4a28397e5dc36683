namespace Research.Alignment;

/// <summary>A motion, a button or the wheel of a mouse.</summary>
/// <param name="Time">UTC, in nanoseconds since 1970.</param>
/// <param name="Action">What it did.</param>
public readonly record struct MouseInput(long Time, MouseAction Action)
{
    /// <summary>
    /// <c>left</c>, <c>right</c>, <c>middle</c>, <c>x1</c>, <c>x2</c>, or a number; null unless a button went down or up.
    /// </summary>
    public string? Button { get; init; }

    /// <summary>Pixels from the left; null where it is not known.</summary>
    public double? X { get; init; }

    /// <summary>Pixels from the top; null where it is not known.</summary>
    public double? Y { get; init; }

    /// <summary>
    /// How far it moved to the right, or how many notches the wheel turned to the right; null where it is not known.
    /// </summary>
    public double? Dx { get; init; }

    /// <summary>How far it moved down, or how many notches the wheel turned up; null where it is not known.</summary>
    public double? Dy { get; init; }
}
