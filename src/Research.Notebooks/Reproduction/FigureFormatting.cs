using System.Buffers.Binary;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using Research.Figures;
using Research.Overlay;
using Research.Training;
using ScottPlot;

namespace Research.Notebooks;

/// <summary>
/// Shows what a cell returns or displays: plots as sharp pictures, what one explores as a page and as a picture, a
/// <see cref="VideoClip"/> in a player.
/// </summary>
public static class FigureFormatting
{
    /// <summary>Plotly's own format: data, layout and config as JSON.</summary>
    public const string PlotlyMimeType = "application/vnd.plotly.v1+json";

    /// <summary>A picture, base64.</summary>
    public const string PngMimeType = "image/png";

    /// <summary>Pixels of a picture for each CSS pixel, along each side: screens of two are common.</summary>
    internal const int PixelsPerPoint = 2;

    /// <summary>Tells the formatter about figures and videos. Without a Chromium there are no pictures, only the interactive form.</summary>
    public static void Register()
    {
        RegisterPlots();
        RegisterExplored();
        Formatter.Register<Research.Figures.Figure>(figure => figure.ToJson(), PlotlyMimeType);
        FrameTable.Register();
        Formatter.Register<VideoClip>(Player, HtmlFormatter.MimeType);
        Formatter.Register<VideoClip>(clip => $"video: {Path.GetRelativePath(RunDirectory.Root, clip.File)}", MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(VideoClip), HtmlFormatter.MimeType);
        if (!ChromiumRenderer.IsAvailable)
        {
            Formatter.SetPreferredMimeTypesFor(typeof(Research.Figures.Figure), PlotlyMimeType);
            return;
        }

        Formatter.Register<Research.Figures.Figure>(
            figure => Convert.ToBase64String(ChromiumRenderer.Shared.RenderPng(figure)), PngMimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(Research.Figures.Figure), PlotlyMimeType, PngMimeType);
    }

    /// <summary>Whether pictures of a value have <see cref="PixelsPerPoint"/>² pixels for each CSS pixel.</summary>
    internal static bool IsSharp(object value) => value is Plot or IMultiplot or ExploredFigure;

    /// <summary>Width and height in CSS pixels of a sharp picture.</summary>
    internal static JsonObject ShownSize(string png)
    {
        const int SizesAt = 16, HeaderEnd = 24; // of a PNG file; 32 letters of base64 hold 24 bytes
        var header = Convert.FromBase64String(png[..(HeaderEnd / 3 * 4)]).AsSpan(SizesAt);
        return new()
        {
            ["width"] = BinaryPrimitives.ReadInt32BigEndian(header) / PixelsPerPoint,
            ["height"] = BinaryPrimitives.ReadInt32BigEndian(header[4..]) / PixelsPerPoint,
        };
    }

    private static void RegisterPlots()
    {
        Formatter.Register<Plot>(plot => Convert.ToBase64String(plot.ToPng(PixelsPerPoint)), PngMimeType);
        Formatter.Register<IMultiplot>(plot => Convert.ToBase64String(plot.ToPng(PixelsPerPoint)), PngMimeType);
        Formatter.Register<Plot>(Rendering.TitleOf, MimeBundle.PlainText);
        Formatter.Register<IMultiplot>(Rendering.TitleOf, MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(Plot), PngMimeType, MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(IMultiplot), PngMimeType, MimeBundle.PlainText);
    }

    /// <summary>
    /// The first explored figure of a notebook brings plotly.js for all. It brings it again when it is shown again: then its
    /// cell was run again, and its output took the place of the one before.
    /// </summary>
    private static void RegisterExplored()
    {
        string? first = null;
        bool hasPicture = ChromiumRenderer.IsAvailable;
        string missing = hasPicture ? "" : ChromiumExecutable.Missing(Environment.GetEnvironmentVariable);
        string note = hasPicture ? "" : $"<p><small>{WebUtility.HtmlEncode(missing)}</small></p>";
        Formatter.Register<ExploredFigure>(figure => (first ??= figure.Name) == figure.Name
            ? $"{ExploredHtml.Script}\n{figure.ToHtml()}{note}"
            : $"{figure.ToHtml()}{note}", MimeBundle.Html);
        Formatter.Register<ExploredFigure>(figure => Convert.ToBase64String(figure.ToPng(PixelsPerPoint)), PngMimeType);
        Formatter.Register<ExploredFigure>(figure => figure.Title, MimeBundle.PlainText);
        string[] picture = hasPicture ? [PngMimeType] : [];
        Formatter.SetPreferredMimeTypesFor(typeof(ExploredFigure), [MimeBundle.Html, .. picture, MimeBundle.PlainText]);
    }

    private static string Player(VideoClip clip) =>
        $"<video controls loop muted style=\"max-width:100%\" src=\"data:video/mp4;base64,{Convert.ToBase64String(File.ReadAllBytes(clip.File))}\"></video>";
}
