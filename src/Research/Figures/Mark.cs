using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>Something drawn or written over a panel's data, placed in the data's coordinates.</summary>
public abstract record Mark
{
    /// <summary>The list of the layout that the mark belongs to.</summary>
    internal abstract string Kind { get; }

    internal abstract JsonObject ToPlotly(AxisReference x, AxisReference y);
}

/// <summary>An axis as marks refer to it.</summary>
internal readonly record struct AxisReference(string Name, bool Log)
{
    /// <summary>The axis measured from 0 to 1 along the panel's side.</summary>
    internal string Domain => Name + " domain";
}

/// <summary>A filled rectangle beneath the data.</summary>
/// <param name="Left">Left edge; null reaches the panel's edge.</param>
/// <param name="Right">Right edge; null reaches the panel's edge.</param>
/// <param name="Bottom">Lower edge; null reaches the panel's edge.</param>
/// <param name="Top">Upper edge; null reaches the panel's edge.</param>
public sealed record Rectangle(double? Left, double? Right, double? Bottom = null, double? Top = null) : Mark
{
    /// <summary>The colour of the filling.</summary>
    public string Color { get; init; } = Palette.Grey;

    /// <summary>The opacity, in [0, 1].</summary>
    public double Opacity { get; init; } = 0.25;

    internal override string Kind => "shapes";

    internal override JsonObject ToPlotly(AxisReference x, AxisReference y)
    {
        var wide = Left is null || Right is null;
        var tall = Bottom is null || Top is null;
        return new()
        {
            ["type"] = "rect",
            ["layer"] = "below",
            ["xref"] = wide ? x.Domain : x.Name,
            ["yref"] = tall ? y.Domain : y.Name,
            ["x0"] = wide ? 0 : Left,
            ["x1"] = wide ? 1 : Right,
            ["y0"] = tall ? 0 : Bottom,
            ["y1"] = tall ? 1 : Top,
            ["fillcolor"] = Color,
            ["opacity"] = Opacity,
            ["line"] = new JsonObject { ["width"] = 0 },
        };
    }
}

/// <summary>A straight line over the data.</summary>
/// <param name="X">A vertical line's place; null for a horizontal line.</param>
/// <param name="Y">A horizontal line's place; null for a vertical line.</param>
public sealed record Rule(double? X, double? Y) : Mark
{
    /// <summary>The colour.</summary>
    public string Color { get; init; } = Palette.Grey;

    /// <summary>How it is drawn.</summary>
    public Dash Dash { get; init; } = Dash.Dash;

    internal override string Kind => "shapes";

    internal override JsonObject ToPlotly(AxisReference x, AxisReference y) => new()
    {
        ["type"] = "line",
        ["xref"] = X is null ? x.Domain : x.Name,
        ["yref"] = Y is null ? y.Domain : y.Name,
        ["x0"] = X ?? 0,
        ["x1"] = X ?? 1,
        ["y0"] = Y ?? 0,
        ["y1"] = Y ?? 1,
        ["line"] = new JsonObject
        {
            ["color"] = Color,
            ["width"] = 1.5,
            ["dash"] = Dash switch { Dash.Dash => "dash", Dash.Dot => "dot", _ => null },
        },
    };
}

/// <summary>A straight line from point to point, over the data.</summary>
/// <param name="FromX">x of the start.</param>
/// <param name="FromY">y of the start.</param>
/// <param name="ToX">x of the end.</param>
/// <param name="ToY">y of the end.</param>
public sealed record Segment(double FromX, double FromY, double ToX, double ToY) : Mark
{
    /// <summary>The colour.</summary>
    public string Color { get; init; } = Palette.Grey;

    internal override string Kind => "shapes";

    internal override JsonObject ToPlotly(AxisReference x, AxisReference y) => new()
    {
        ["type"] = "line",
        ["xref"] = x.Name,
        ["yref"] = y.Name,
        ["x0"] = FromX,
        ["y0"] = FromY,
        ["x1"] = ToX,
        ["y1"] = ToY,
        ["line"] = new JsonObject { ["color"] = Color, ["width"] = 1.5 },
    };
}

/// <summary>Text at a point of the data.</summary>
/// <param name="X">x; on an axis of names, the name's index.</param>
/// <param name="Y">y; on an axis of names, the name's index.</param>
/// <param name="Text">What is written.</param>
public sealed record Label(double X, double Y, string Text) : Mark
{
    /// <summary>The size of the text in pixels.</summary>
    public double Size { get; init; } = 12;

    /// <summary>Point at the place with an arrow, the text standing off to its upper right.</summary>
    public bool Arrow { get; init; }

    internal override string Kind => "annotations";

    internal override JsonObject ToPlotly(AxisReference x, AxisReference y) => new()
    {
        ["xref"] = x.Name,
        ["yref"] = y.Name,
        ["x"] = Place(X, x),
        ["y"] = Place(Y, y),
        ["text"] = PlotlyJson.Text(Text),
        ["font"] = new JsonObject { ["size"] = Size },
        ["showarrow"] = Arrow,
        ["ax"] = Arrow ? 40 : null,
        ["ay"] = Arrow ? -30 : null,
    };

    /// <summary>On logarithmic axes Plotly takes an annotation's exponent, where everything else takes the value.</summary>
    private static double Place(double value, AxisReference axis) => axis.Log ? Math.Log10(value) : value;
}
