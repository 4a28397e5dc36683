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
    /// <summary>A picture, base64.</summary>
    public const string PngMimeType = "image/png";

    /// <summary>Pixels of a picture for each CSS pixel, along each side: screens of two are common.</summary>
    internal const int PixelsPerPoint = 2;

    /// <summary>
    /// Tells the formatter about plots, explored figures, videos, tensors and tables. Without a Chromium explored figures have no
    /// picture.
    /// </summary>
    public static void Register()
    {
        RegisterPlots();
        RegisterExplored();
        ValueFormatting.Register();
        FrameTable.Register();
        Formatter.Register<VideoClip>(Player, HtmlFormatter.MimeType);
        Formatter.Register<VideoClip>(clip => $"video: {Path.GetRelativePath(RunDirectory.Root, clip.File)}",
            MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(VideoClip), HtmlFormatter.MimeType, MimeBundle.PlainText);
    }

    /// <summary>Pixels of a value's picture for each CSS pixel, along each side; null: it is no figure.</summary>
    internal static int? ScaleOf(object value) => value switch
    {
        Chart chart => Math.Min(PixelsPerPoint, chart.MostScale),
        Plot or IMultiplot or ExploredFigure => PixelsPerPoint,
        _ => null,
    };

    /// <summary>Width and height in CSS pixels of a figure's picture.</summary>
    internal static JsonObject ShownSize(string png, int scale)
    {
        const int SizesAt = 16, HeaderEnd = 24; // of a PNG file; 32 letters of base64 hold 24 bytes
        var header = Convert.FromBase64String(png[..(HeaderEnd / 3 * 4)]).AsSpan(SizesAt);
        return new()
        {
            ["width"] = BinaryPrimitives.ReadInt32BigEndian(header) / scale,
            ["height"] = BinaryPrimitives.ReadInt32BigEndian(header[4..]) / scale,
        };
    }

    private static void RegisterPlots()
    {
        Formatter.Register<Plot>(plot => Convert.ToBase64String(plot.ToPng(ScaleOf(plot)!.Value)), PngMimeType);
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
        $"<video controls loop muted style=\"max-width:100%\" "
            + $"src=\"data:video/mp4;base64,{Convert.ToBase64String(clip.ToSmallMp4())}\"></video>";
}
