using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>The pictures of an executed notebook as files: <c>figures/NOTEBOOK/FIGURE.png</c>.</summary>
internal static class SavedFigures
{
    /// <summary>Replaces the notebook's figures in the results folder.</summary>
    /// <returns>Their paths, relative to <paramref name="output"/>.</returns>
    public static IReadOnlyList<string> Write(NotebookDocument notebook, string output, string notebookName)
    {
        string folder = Path.Combine(output, "figures", notebookName);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var files = new List<string>();
        foreach (var data in notebook.Cells.SelectMany(cell => cell.Outputs).Select(o => o["data"]).OfType<JsonObject>())
        {
            if (data[FigureFormatting.PngMimeType] is not { } png)
            {
                continue;
            }

            Directory.CreateDirectory(folder);
            string title = data[MimeBundle.PlainText] is { } text ? NotebookCell.Text(text) : "";
            string file = $"{files.Count + 1:00}-{FigureName.Of(title)}.png";
            File.WriteAllBytes(Path.Combine(folder, file), Convert.FromBase64String(NotebookCell.Text(png)));
            files.Add($"figures/{notebookName}/{file}");
        }

        return files;
    }
}
