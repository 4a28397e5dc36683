namespace Research.Notebooks.Tests;

public class CommittedNotebookTests
{
    public static TheoryData<string> Notebooks => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb")];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Notebooks_are_committed_without_outputs_as_Jupyter_would_write_them(string path)
    {
        var notebook = NotebookDocument.Load(path);

        Assert.All(notebook.Cells, cell => Assert.True(cell.Outputs.Count == 0 && cell.ExecutionCount is null, $"{path}: cell {cell.Id} has outputs"));
        Assert.Equal(File.ReadAllText(path), notebook.ToJson());
        Assert.All(notebook.Cells, cell => Assert.NotNull(cell.Id));
        Assert.StartsWith("#load \"kit.csx\"", notebook.Cells.First(cell => cell.IsCode).Source);
        Assert.Single(notebook.Cells, cell => cell.HasTag(NotebookParameters.Tag));
    }
}
