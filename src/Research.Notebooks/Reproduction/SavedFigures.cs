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

            byte[] picture = PictureOf(NotebookCell.Text(png));
            if (!picture.AsSpan().StartsWith(PalettePng.Signature))
            {
                continue; // a cell may say of anything that it is a picture
            }

            Directory.CreateDirectory(folder);
            string title = data[MimeBundle.PlainText] is { } text ? NotebookCell.Text(text) : "";
            string file = $"{files.Count + 1:00}-{FigureName.Of(title)}.png";
            AtomicFile.Write(
                Path.Combine(folder, file), beside => File.WriteAllBytes(beside, picture), flush: false);
            files.Add($"figures/{notebookName}/{file}");
        }

        return files;
    }

    /// <summary>The bytes; none where the text is no base64.</summary>
    private static byte[] PictureOf(string text)
    {
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int count) ? bytes[..count] : [];
    }
}
