using Microsoft.DotNet.Interactive.Formatting;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>Shows a <see cref="Figure"/> that a cell returns or displays: interactive where Plotly is understood, and as a picture.</summary>
public static class FigureFormatting
{
    /// <summary>Plotly's own format: data, layout and config as JSON.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>A picture, base64.</summary>
    public const string PngMimeType = "image/png";

    /// <summary>Tells the formatter about figures. Without a Chromium there are no pictures, only the interactive form.</summary>
    public static void Register()
    {
        Formatter.Register<Figure>(figure => figure.ToJson(), PlotlyMimeType);
        if (!ChromiumRenderer.IsAvailable)
        {
            Formatter.SetPreferredMimeTypesFor(typeof(Figure), PlotlyMimeType);
            return;
        }

        Formatter.Register<Figure>(figure => Convert.ToBase64String(ChromiumRenderer.Shared.RenderPng(figure)), PngMimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Figure), PlotlyMimeType, PngMimeType);
    }
}
