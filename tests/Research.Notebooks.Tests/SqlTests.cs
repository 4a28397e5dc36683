using System.Diagnostics;

namespace Research.Notebooks.Tests;

public sealed class SqlTests : IDisposable
{
    private readonly PolyglotEngine _engine = new(Path.GetTempPath());
    private readonly TestOutput _output = new();

    public void Dispose() => _engine.Dispose();

    private async Task<CellResult> Run(string cell) => await _engine.RunAsync(cell, _output);

    [Fact]
    public async Task Values_keep_their_kind_on_the_way_in_and_out()
    {
        await Run("""
            var rows = new[] { new { Flag = true, Small = (byte)7, Big = long.MaxValue, Real = 0.5f, Money = 1.25m, Day = DayOfWeek.Friday, At = new DateTime(2024, 2, 3, 4, 5, 6), Bytes = new byte[] { 1 }, Maybe = (int?)null, Text = "it's" } };
            Sql.Register("one table", rows);
            var row = Sql.Query("SELECT * FROM \"one table\"")[0];
            Console.Write(string.Join("|", row.Select(field => $"{field.Key}={field.Value}:{field.Value?.GetType().Name}")));
            """);
        Assert.Equal(
            "stdout: Flag=1:Int64|Small=7:Int64|Big=9223372036854775807:Int64|Real=0.5:Double|Money=1.25:Double|Day=Friday:String|At=2024-02-03 04:05:06:String|Bytes=System.Byte[]:Byte[]|Maybe=:|Text=it's:String\n",
            _output.Log);
    }

    [Fact]
    public async Task Errors_name_the_place_and_the_tables_there_are()
    {
        await Run("Sql.Register(\"runs\", new[] { 1, 2 });");
        Assert.Equal("cell 2, SQL from line 2: no such table: run; there are runs.",
            (await Run("#!sql\nSELECT * FROM run")).Error!.Message);
        Assert.Equal("cell 3, SQL from line 2: near \"SELEC\": syntax error", (await Run("#!sql\nSELEC 1")).Error!.Message);
        Assert.Equal("The row has no column \"f1\"; it has value.",
            (await Run("Sql.Query(\"SELECT * FROM runs\")[0][\"f1\"]")).Error!.Message);
    }

    [Fact]
    public async Task A_table_registered_again_is_replaced_and_a_view_is_shared()
    {
        await Run("Sql.Register(\"t\", new[] { 1, 2 }); Sql.Register(\"t\", new[] { (\"a\", 1) });");
        await Run("#!sql\nCREATE VIEW v AS SELECT Item1 AS name FROM t;");
        await Run("#!share --from sql v\nv[0][\"NAME\"]");
        Assert.Equal("[3]: a\n", _output.Log);
    }

    [Fact]
    public async Task An_endless_query_can_be_interrupted_and_the_tables_stay()
    {
        await Run("#!sql\nCREATE TABLE kept(x); INSERT INTO kept VALUES (1);");
        using var interrupt = new CancellationTokenSource(200);
        var clock = Stopwatch.StartNew();
        var result =
            await _engine.RunAsync(
            "#!sql\nWITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT COUNT(*) FROM c", _output,
            interrupt.Token);

        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
        Assert.Equal(1L, ((Interactive.QueryResult)(await Run("#!sql\nSELECT * FROM kept")).Value!)[0]["x"]);
    }

    [Fact]
    public async Task Completion_knows_tables_and_columns()
    {
        await Run("Sql.Register(\"runs\", new[] { new { Model = \"cnn\", F1 = 0.5 } });");
        async Task<IEnumerable<string>> At(string code) =>
            (await _engine.Services.CompleteAsync(code, code.Length)).Items.Select(item => item.Text);

        Assert.Equal(["Model"], await At("#!sql\nSELECT Mo"));
        Assert.Equal(["Model", "F1"], await At("#!sql\nSELECT runs."));
        Assert.Equal(["runs"], await At("#!sql\nSELECT * FROM ru"));
        Assert.Equal(["#!set", "#!share", "#!sql", "#!sqlite"], await At("1\n#!s"));
    }
}
