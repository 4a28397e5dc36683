using ScottPlot;
using SkiaSharp;

namespace Research.Figures;

/// <summary>The look of all figures: font, sizes and colours, on light or on dark paper.</summary>
/// <param name="Paper">The figure's ground, <c>#rrggbb</c>.</param>
/// <param name="Ink">Text and outlines.</param>
/// <param name="GridColor">Grid lines.</param>
/// <param name="Frame">The lines around the data.</param>
/// <param name="Absent">Cells without a value.</param>
/// <remarks>The data's colours are those of <see cref="Palette"/>, which read on either paper.</remarks>
public sealed record Theme(string Paper, string Ink, string GridColor, string Frame, string Absent)
{
    /// <summary>Width of a figure in CSS pixels, as wide as a notebook's output.</summary>
    public const int Width = 1000;

    /// <summary>Height of a figure in CSS pixels.</summary>
    public const int Height = 460;

    /// <summary>
    /// Sizes of text in CSS pixels: of ticks, legends and cells; of axes and panels' titles; of the figure's title.
    /// </summary>
    public const float TextSize = 13, LabelSize = 14, TitleSize = 18;

    /// <summary>Dark ink on white paper, as in print.</summary>
    public static Theme Light { get; } = new("#ffffff", "#262626", "#e4e4e4", "#b0b0b0", "#ececec");

    /// <summary>Light ink on dark paper.</summary>
    public static Theme Dark { get; } = new("#1b1b1d", "#dcdcdc", "#38383d", "#5a5a60", "#303034");

    /// <summary>The first of DejaVu Sans, Liberation Sans and Arial that this machine has, else its default.</summary>
    public static string Font { get; } = new[] { "DejaVu Sans", "Liberation Sans", "Arial" }
        .Intersect(SKFontManager.Default.FontFamilies).FirstOrDefault() ?? Fonts.Default;

    /// <summary>Gives a plot this look; its data keep their colours.</summary>
    /// <param name="plot">The plot, also a plain one.</param>
    public void Apply(Plot plot)
    {
        ArgumentNullException.ThrowIfNull(plot);
        Color ink = new(Ink), paper = new(Paper);
        plot.Add.Palette = new ScottPlot.Palettes.Custom([.. Palette.Categorical], "Okabe and Ito");
        plot.FigureBackground.Color = paper;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(ink);
        plot.Axes.FrameColor(new(Frame));
        plot.Grid.MajorLineColor = new(GridColor);
        plot.Grid.MinorLineWidth = 0;
        plot.Font.Set(Font);
        SetLabel(plot.Axes.Title.Label, TitleSize, ink);
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Title.FullFigureCenter = true;
        foreach (var axis in plot.Axes.GetAxes()
            .Concat(plot.Axes.GetPanels().OfType<ScottPlot.Panels.ColorBar>().Select(bar => bar.Axis)))
        {
            Apply(axis);
        }

        foreach (var map in plot.GetPlottables<ScottPlot.Plottables.Heatmap>())
        {
            map.NaNCellColor = new(Absent);
        }

        plot.Legend.FontName = Font;
        plot.Legend.FontSize = TextSize;
        plot.Legend.FontColor = ink;
        plot.Legend.BackgroundColor = paper;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>Gives an axis, also a colour bar's, the theme's text.</summary>
    internal void Apply(IAxis axis)
    {
        SetLabel(axis.Label, LabelSize, new(Ink));
        SetLabel(axis.TickLabelStyle, TextSize, new(Ink));
        axis.MajorTickStyle.Length = axis.MinorTickStyle.Length = 0;
        axis.FrameLineStyle.Color = new(Frame);
    }

    private static void SetLabel(LabelStyle label, float size, Color ink) =>
        (label.FontName, label.FontSize, label.Bold, label.ForeColor) = (Font, size, false, ink);
}
