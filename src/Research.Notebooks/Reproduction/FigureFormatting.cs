using Microsoft.DotNet.Interactive.Formatting;
using Research.Figures;
using Research.Overlay;
using Research.Training;

namespace Research.Notebooks;

/// <summary>Shows what a cell returns or displays: a <see cref="Figure"/> interactive where Plotly is understood, and as a picture; a <see cref="VideoClip"/> in a player.</summary>
public static class FigureFormatting
{
    /// <summary>Plotly's own format: data, layout and config as JSON.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>A picture, base64.</summary>
    public const string PngMimeType = "image/png";

    /// <summary>Tells the formatter about figures and videos. Without a Chromium there are no pictures, only the interactive form.</summary>
    public static void Register()
    {
        FrameTable.Register();
        Formatter.Register<Figure>(figure => figure.ToJson(), PlotlyMimeType);
        Formatter.Register<VideoClip>(Player, HtmlFormatter.MimeType);
        Formatter.Register<VideoClip>(clip => $"video: {Path.GetRelativePath(RunDirectory.Root, clip.File)}", MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(VideoClip), HtmlFormatter.MimeType);
        if (!ChromiumRenderer.IsAvailable)
        {
            Formatter.SetPreferredMimeTypesFor(typeof(Figure), PlotlyMimeType);
            return;
        }

        Formatter.Register<Figure>(figure => Convert.ToBase64String(ChromiumRenderer.Shared.RenderPng(figure)), PngMimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Figure), PlotlyMimeType, PngMimeType);
    }

    private static string Player(VideoClip clip) =>
        $"<video controls loop muted style=\"max-width:100%\" src=\"data:video/mp4;base64,{Convert.ToBase64String(File.ReadAllBytes(clip.File))}\"></video>";
}
