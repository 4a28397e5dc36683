namespace Research.Notebooks.Tests;

public sealed class FSharpServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PolyglotEngine _engine;

    public FSharpServicesTests() => _engine = new PolyglotEngine(_folder.Path, LanguageNames.FSharp);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    /// <summary>Completes at the mark.</summary>
    private Task<CompletionList> Complete(string marked) => _engine.Services.CompleteAtAsync(marked, '§');

    private Task<string?> Inspect(string marked, int detailLevel = 0) =>
        _engine.Services.InspectAtAsync(marked, '§', detailLevel);

    [Fact]
    public async Task Completion_and_inspection_know_libraries_the_text_and_earlier_cells()
    {
        // Before the first cell, libraries are known.
        Assert.Equal(["map", "map2", "map3", "mapFold", "mapFoldBack", "mapi", "mapi2"], await Names("List.map§"));

        var run = await _engine.RunAsync("""
            let epochs = 3
            type Run = { Name: string; Loss: float }
            /// Twice as much.
            let twice n = 2 * n
            let runs = [ { Name = "a"; Loss = 0.5 } ]
            let ``learning rate`` = 0.1
            """, new TestOutput());
        Assert.Null(run.Error?.Message);

        Assert.Equal(["epochs"], await Names("epo§"));
        Assert.Equal(["Loss"], await Names("runs |> List.map (fun r -> r.Lo§)"));
        Assert.Equal(["Name"], await Names("for r in runs do\n    printfn \"%s\" r.Na§\n1"));
        Assert.Equal(["``learning rate``"], await Names("let x = learn§"));
        Assert.Equal(["threshold"], await Names("let threshold = 1\nlet y = thresh§ + 1"));
        Assert.Equal(["Clamp"], await Names("System.Math.Cla§"));
        Assert.Equal(["epochs"], await Names("#r \"nuget: No.Such.Package.Of.This.Kit\"\nepo§"));

        var list = await Complete("let x = twi§");
        Assert.Equal(new CompletionItem("twice", "function", "val twice: n: int -> int"), Assert.Single(list.Items));
        Assert.Equal((8, 11), (list.Start, list.End));

        Assert.Equal("val epochs: int", await Inspect("epo§chs + 1"));
        Assert.Equal("val twice: n: int -> int\n\nTwice as much.", await Inspect("twi§ce 1"));
        string? clamp = await Inspect("System.Math.Clam§p(1, 2, 3)", detailLevel: 1);
        Assert.Contains("min: The lower bound of the result.", clamp, StringComparison.Ordinal);
        Assert.Null(await Inspect("1 §+ 2"));

        async Task<IEnumerable<string>> Names(string marked) => (await Complete(marked)).Items.Select(item => item.Text);
    }
}
