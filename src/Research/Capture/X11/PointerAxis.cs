namespace Research.Capture.X11;

/// <summary>An axis of a pointing device: one of a mouse has motions, one of a tablet or a virtual machine has places.</summary>
/// <param name="pixels">Pixels for each of its units where it has places; null where it has motions.</param>
internal sealed class PointerAxis(double? pixels = null)
{
    private double? _place;

    /// <summary>An axis that has places, as XInput2 describes it.</summary>
    /// <param name="min">Its lowest value.</param>
    /// <param name="max">Its highest value; its values are pixels where this is not above the lowest.</param>
    /// <param name="screen">Pixels of the screen in its direction.</param>
    public static PointerAxis OfPlaces(double min, double max, double screen) =>
        new(max > min ? screen / (max - min + 1) : 1);

    /// <summary>How far the pointer moved by an event: of places the difference to the place before, 0 for the first.</summary>
    /// <param name="value">The value of the axis in its range.</param>
    /// <param name="raw">The value as the device said it.</param>
    public double Motion(double value, double raw)
    {
        if (pixels is not { } scale)
        {
            return raw;
        }

        double motion = _place is { } before ? (value - before) * scale : 0;
        _place = value;
        return motion;
    }
}
