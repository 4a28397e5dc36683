using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>How numbers become colours in a heat map.</summary>
public sealed class ColorScale
{
    private readonly string? _name;
    private readonly bool _reversed;
    private readonly IReadOnlyList<string> _steps = [];

    private ColorScale(string name, bool reversed = false) => (_name, _reversed) = (name, reversed);

    private ColorScale(IReadOnlyList<string> steps) => _steps = steps;

    /// <summary>Dark violet to yellow, perceptually uniform.</summary>
    public static ColorScale Viridis { get; } = new("Viridis");

    /// <summary>Pale yellow over green to dark blue.</summary>
    public static ColorScale YellowGreenBlue { get; } = new("YlGnBu", reversed: true);

    /// <summary>Black to white: luminance as it is.</summary>
    public static ColorScale Grayscale { get; } = new("Greys");

    /// <summary>Blue over white to red, for values on both sides of zero.</summary>
    public static ColorScale BlueRed { get; } = new("RdBu");

    /// <summary>Flat steps, one colour each, over the whole range: for indices, where nearness means nothing.</summary>
    /// <exception cref="ArgumentException">There is no colour.</exception>
    public static ColorScale Steps(params IReadOnlyList<string> colors)
    {
        ArgumentNullException.ThrowIfNull(colors);
        return colors.Count > 0 ? new(colors) : throw new ArgumentException("A colour scale needs at least one colour.");
    }

    internal JsonNode ToPlotly()
    {
        if (_name is not null)
        {
            return _name;
        }

        var stops = new JsonArray();
        for (var step = 0; step < _steps.Count; step++)
        {
            stops.Add(new JsonArray((double)step / _steps.Count, _steps[step]));
            stops.Add(new JsonArray((step + 1.0) / _steps.Count, _steps[step]));
        }

        return stops;
    }

    internal JsonNode? Reversed => _reversed ? true : null;
}
