namespace Research.Notebooks.Tests;

public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_resumed_run_tells_what_ran_before_and_lets_the_library_take_its_results()
    {
        string output = _folder.At("out.ipynb");
        const string training = "#r \"Research\"\nConsole.Write(Research.Resume.IsAllowed ? \"taken\" : \"trained\");";
        string broken = _folder.Notebook("a.ipynb", "var seed = 1;", training,
            "if (!File.Exists(\"disk\")) throw new IOException(\"disk\");", "seed");

        var died = await NotebookRunner.RunAsync(broken, new RunOptions { OutputPath = output });
        File.WriteAllText(_folder.At("disk"), "");
        var before = new List<bool>();
        var resumed = await NotebookRunner.RunAsync(broken, new RunOptions
        {
            OutputPath = output,
            Resume = true,
            OnProgress = cell =>
            {
                if (cell.Status is not null)
                {
                    before.Add(cell.RanBefore);
                }
            },
        });

        Assert.Equal((CellStatus.Failed, CellStatus.Succeeded), (died.Status, resumed.Status));
        Assert.Equal([true, true, false, false], before);
        Assert.Equal("trained", Text(died.Notebook.Cells[1]));
        Assert.Equal("taken", Text(resumed.Notebook.Cells[1]));
        Assert.False(Resume.IsAllowed);
    }

    [Fact]
    public async Task Cells_after_a_changed_one_did_not_run_before()
    {
        string output = _folder.At("out.ipynb");
        await NotebookRunner.RunAsync(_folder.Notebook("a.ipynb", "var seed = 1;", "var x = 2;", "seed"),
            new RunOptions { OutputPath = output });
        var before = new List<bool>();
        await NotebookRunner.RunAsync(_folder.Notebook("a.ipynb", "var seed = 1;", "var x = 3;", "seed"), new RunOptions
        {
            OutputPath = output,
            Resume = true,
            OnProgress = cell => before.Add(cell.RanBefore),
        });
        Assert.Equal([true, true, false, false, false, false], before);
    }

    [Fact]
    public void The_caller_may_allow_it_for_a_while()
    {
        using (Resume.Allow())
        {
            Assert.True(Resume.IsAllowed);
            using (Resume.Allow(false))
            {
                Assert.False(Resume.IsAllowed);
            }

            Assert.True(Resume.IsAllowed);
        }

        Assert.False(Resume.IsAllowed);
    }

    private static string? Text(NotebookCell cell) => (string?)cell.Outputs.Single()["text"]![0];
}
