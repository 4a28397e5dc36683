namespace Research.Notebooks.Tests;

/// <summary>A process has one working directory, so other runs would be seen here.</summary>
[Collection(nameof(Alone))]
public sealed class WorkingDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Directory.GetCurrentDirectory()", CellStatus.Succeeded)]
    [InlineData("throw new IOException()", CellStatus.Failed)]
    public async Task A_run_gives_the_working_directory_back(string cell, CellStatus status)
    {
        string before = Directory.GetCurrentDirectory();

        var result = await NotebookRunner.RunAsync(_folder.Notebook("n/a.ipynb", cell), new RunOptions());

        Assert.Equal((status, before), (result.Status, Directory.GetCurrentDirectory()));
    }
}
