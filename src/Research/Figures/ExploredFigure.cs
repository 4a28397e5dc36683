using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>
/// A figure that one explores: hover, zoom, take curves away and bring them back. <see cref="Explore"/> makes it.
/// </summary>
/// <remarks>Plotly.NET drew it and plotly.js shows it; neither asks the network for anything.</remarks>
public sealed class ExploredFigure
{
    private readonly JsonObject _figure;

    internal ExploredFigure(ExploreText text, ChartSpec chart)
    {
        Title = text.Title;
        Height = text.Height;
        string spec = JsonSerializer.Serialize(chart, PlotlyCharts.Json);
        _figure = JsonNode.Parse(PlotlyContext.Draw(spec))!.AsObject();
        PlotlyLook.Apply(_figure, this, chart);
    }

    /// <summary>What stands above it.</summary>
    public string Title { get; }

    /// <summary>The title as a file name: lower case, with hyphens.</summary>
    public string Name => FigureName.Of(Title);

    /// <summary>Width in CSS pixels; a narrower page makes it narrower.</summary>
    public static int Width => Theme.Width;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; }

    /// <summary>plotly.js's own form: <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    public string ToJson() => _figure.ToJsonString(ExploredHtml.Json);

    /// <summary>
    /// A part of a page that has plotly.js in it once (<see cref="ExploredHtml.Script"/>), before or after this.
    /// </summary>
    public string ToHtml() => ExploredHtml.Fragment(this);

    /// <summary>A PNG file.</summary>
    /// <param name="scale">Pixels of the file for each CSS pixel, along each side; above 0.</param>
    /// <exception cref="FigureRenderException">There is no Chromium, or it does not work.</exception>
    public byte[] ToPng(double scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        return ChromiumRenderer.Shared.Draw(Name, page => page.Png(this, scale));
    }

    /// <summary>Writes it as a page of its own, which opens offline, or as a picture.</summary>
    /// <param name="file">A path that ends with <c>.html</c> or <c>.png</c>.</param>
    /// <exception cref="ArgumentException">The path ends with something else.</exception>
    /// <exception cref="FigureRenderException">A PNG was asked for, and there is no Chromium or it does not work.</exception>
    public void Save(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        switch (Path.GetExtension(file).ToLowerInvariant())
        {
            case ".html":
                AtomicFile.Write(file, ExploredHtml.Page(this));
                break;
            case ".png":
                byte[] picture = ToPng();
                AtomicFile.Write(file, beside => File.WriteAllBytes(beside, picture));
                break;
            case var other:
                throw new ArgumentException($"A figure is written to .html or .png; found '{other}' in '{file}'.", nameof(file));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Title;
}
