using Research.Training;

namespace Research.Notebooks.Tests;

/// <summary>The table <c>runs</c> that SQL finds without anybody making it.</summary>
[Collection(nameof(Alone))]
public sealed class SqlRunsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-sql-runs-").FullName;
    private readonly PolyglotEngine _engine = new(Path.GetTempPath());
    private readonly TestOutput _output = new();

    public SqlRunsTests() => RunDirectory.Root = _folder;

    public void Dispose()
    {
        RunDirectory.Root = null;
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_cell_queries_the_runs_of_the_results_folder_as_they_are()
    {
        Assert.Equal("cell 1, SQL from line 2: no such table: runs; there are none.",
            (await Run("SELECT * FROM runs")).Error!.Message);
        Write("gru", 1, 0.5);
        Write("gru", 2, 0.7);
        Assert.Equal("gru 0.6 2",
            await Row(
            "SELECT run, AVG(\"Test.composite_f1\"), COUNT(*) FROM runs WHERE state = 'complete' AND \"options.seed\" < 3 GROUP "
            + "BY run"));
        Write("lstm", 1, 0.4);
        Assert.Equal("lstm 0.4", await Row("SELECT run, MIN(\"Test.composite_f1\") FROM runs"));
    }

    [Fact]
    public async Task A_table_of_the_notebooks_own_is_left_alone()
    {
        Write("gru", 1, 0.5);
        await Run("CREATE TABLE runs(x); INSERT INTO runs VALUES (7)");
        Assert.Equal("7", await Row("SELECT * FROM runs"));
        await _engine.RunAsync("Sql.Register(\"runs\", new[] { 8 });", _output);
        Assert.Equal("8", await Row("SELECT * FROM runs"));
    }

    private async Task<CellResult> Run(string sql) => await _engine.RunAsync("#!sql\n" + sql, _output);

    private async Task<string> Row(string sql) => string.Join(' ', ((Interactive.QueryResult)(await Run(sql)).Value!)[0].Values);

    private static void Write(string name, int seed, double composite)
    {
        using var run = RunDirectory.Open("grid", name, new { Options = new { Seed = seed } });
        run.Complete(new { BestEpoch = 1 });
        RunDirectory.SaveEvaluation(run.Folder, "Test", new { CompositeF1 = composite });
    }
}
