using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>
/// An executed notebook as it is committed: pictures instead of figures that need a script, and no videos. Web sites show
/// notebooks of up to some megabytes only, and neither figures that need a script nor videos in them. The page beside it has
/// both.
/// </summary>
internal static class CommittedNotebook
{
    /// <summary>A copy without what the web does not show. A figure of which there is no picture stays.</summary>
    public static NotebookDocument Of(NotebookDocument executed)
    {
        var copy = executed.Clone();
        foreach (var data in copy.Cells.SelectMany(cell => cell.Outputs).Select(o => o["data"]).OfType<JsonObject>())
        {
            string html = data[MimeBundle.Html] is { } stored ? NotebookCell.Text(stored) : "";
            bool isPicture = ExploredHtml.HasFigure(html) && data.ContainsKey(FigureFormatting.PngMimeType);
            if (isPicture || html.StartsWith("<video", StringComparison.Ordinal))
            {
                data.Remove(MimeBundle.Html);
            }
        }

        return copy;
    }
}
