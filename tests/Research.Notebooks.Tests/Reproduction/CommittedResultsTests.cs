using System.Text.Json.Nodes;

namespace Research.Notebooks.Tests;

/// <summary>What is committed below <c>results/</c> can be looked at on the web.</summary>
public class CommittedResultsTests
{
    private const int MostBytes = 3_000_000;

    public static TheoryData<string> Notebooks =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "results", "report"), "*.ipynb", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Executed_notebooks_are_small_and_have_pictures_of_their_figures(string file)
    {
        string path = Path.Combine(Repository.Root, file);
        var outputs = NotebookDocument.Load(path).Cells.SelectMany(cell => cell.Outputs).Select(o => o["data"]).OfType<JsonObject>().ToList();

        Assert.InRange(new FileInfo(path).Length, 1, MostBytes);
        Assert.Contains(outputs, data => data.ContainsKey(FigureFormatting.PngMimeType));
        Assert.DoesNotContain(outputs, data => data.ContainsKey("application/vnd.plotly.v1+json"));
        Assert.DoesNotContain("data:video", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
