using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>Figures in the genuine .NET Interactive.</summary>
[Collection(nameof(Alone))]
public sealed class InteractiveToolTests
{
    [SkippableFact]
    public void Plots_and_explored_figures_look_there_as_in_the_kits_kernel()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        using var jupyter = new DebianJupyter("nbclient");
        GenuineTool.Register(jupyter);
        var notebook = NotebookDocument.Create();
        notebook.Json["metadata"]!["kernelspec"]!["name"] = GenuineTool.Kernel;
        string[] cells =
        [
            "#load \"kit.csx\"",
            """using Research.Figures; Explore.Variants(new("First"), new[] { "a", "b" }, new[] { 1.0, 2 }, new[] { 3.0, 4 })""",
            """Explore.Runs(new("Second"), new[] { new ExploredCurve("gru", "loss", new[] { 1.0, 2 }, new[] { 3.0, 2 }) })""",
            """var chart = new Chart("Third"); chart.Add.Signal(new[] { 1.0, 2 }); chart""",
            """new ChartGrid("Fourth", 1, 2)""",
        ];
        foreach (string cell in cells)
        {
            notebook.Add("code", cell);
        }

        notebook.Save(Path.Combine(jupyter.Notebooks, "genuine.ipynb"));
        var executed = jupyter.Execute("genuine.ipynb", "executed.ipynb");

        JsonObject Data(int cell) => Assert.Single(executed.Cells[cell].Outputs)["data"]!.AsObject();
        string Text(int cell, string format) => NotebookCell.Text(Data(cell)[format]);
        int[] shown = [1, 2, 3, 4];
        Assert.Equal(["First", "Second", "Third", "Fourth"], shown.Select(cell => Text(cell, "text/plain")));
        Assert.All(shown, cell => Assert.StartsWith("iVBORw0KGgo", Text(cell, "image/png"), StringComparison.Ordinal));
        Assert.Contains("application/gzip", Text(1, "text/html"), StringComparison.Ordinal);
        Assert.DoesNotContain("application/gzip", Text(2, "text/html"), StringComparison.Ordinal);
        Assert.True(ExploredHtml.HasFigure(Text(2, "text/html")));
        Assert.InRange(new FileInfo(executed.Path!).Length, 1_400_000, 3_000_000);
    }
}
