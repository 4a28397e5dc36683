using System.Diagnostics;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests;

public sealed class PackageTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestOutput _output = new();
    private CSharpEngine? _engine;

    private CSharpEngine Engine => _engine ??= new CSharpEngine(_folder.Path);

    public void Dispose()
    {
        _engine?.Dispose();
        _folder.Dispose();
    }

    private async Task<CellError?> Run(string cell)
    {
        var error = (await Engine.RunAsync(cell, _output)).Error;
        Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true, "No package feed can be reached, and the packages are not in the cache.");
        return error;
    }

    [SkippableFact]
    public async Task A_package_is_there_for_the_cells_after_and_at_once_the_next_time()
    {
        var clock = Stopwatch.StartNew();
        Assert.Null(await Run("#r \"nuget: CsvHelper, 33.0.1\"\nusing CsvHelper; typeof(CsvReader).Assembly.GetName().Version.Major"));
        var first = clock.Elapsed;
        Assert.Null(await Run("typeof(CsvWriter).Name"));
        using var other = new CSharpEngine(_folder.Path);
        await other.RunAsync("1", _output);

        clock.Restart();
        var again = await other.RunAsync("#r \"nuget: CsvHelper, 33.0.1\"\ntypeof(CsvHelper.CsvReader).Name", _output);

        log.WriteLine($"first: {first.TotalSeconds:0.00} s, again in another engine: {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1.5);
        Assert.Equal("CsvReader", again.Value);
        Assert.Equal("[1]: 33\n[2]: CsvWriter\n[1]: 1\n[2]: CsvReader\n", _output.Log);
    }

    [SkippableTheory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public async Task Languages_share_values_of_a_packages_types_whoever_loads_it_first(string first)
    {
        using var engine = new PolyglotEngine(_folder.Path);
        // A package that the kit itself has not loaded.
        const string package = "#r \"nuget: Fractions, 8.3.2\"\n";
        string[] cells = first == "csharp"
            ? [package + "var v = new Fractions.Fraction(3, 4);", $"#!fsharp\n{package}#!share --from csharp v\nv.ToDouble()",
                "#!fsharp\nlet w = v.Multiply(Fractions.Fraction(2))", "#!share --from fsharp w\nw.ToDouble()"]
            : [$"#!fsharp\n{package}let v = Fractions.Fraction(3, 4)", package + "#!share --from fsharp v\nv.ToDouble()",
                "var w = v.Multiply(2);", "#!fsharp\n#!share --from csharp w\nw.ToDouble()"];
        foreach (var cell in cells)
        {
            var error = (await engine.RunAsync(cell, _output)).Error;
            Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true, "No package feed can be reached, and the package is not in the cache.");
            Assert.Null(error?.Message);
        }

        Assert.Equal("[2]: 0.75\n[4]: 1.5\n", _output.Log);
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "Fractions"), assembly => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) == engine.CSharp.LoadContext);
    }

    [SkippableFact]
    public async Task FSharp_has_a_packages_dependencies_and_those_of_later_cells()
    {
        using var engine = new PolyglotEngine(_folder.Path, "fsharp");
        foreach (var cell in (string[])["#r \"nuget: Microsoft.Data.Analysis, 0.23.1\"", "open Microsoft.Data.Analysis\nnameof DataFrame", "#r \"nuget: NodaTime, 3.3.7\"\nNodaTime.Instant.MinValue.ToString()", "failwith \"x\""])
        {
            var error = (await engine.RunAsync(cell, _output)).Error;
            Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true, "No package feed can be reached, and the package is not in the cache.");
            Assert.Equal(cell.StartsWith("fail", StringComparison.Ordinal) ? 1 : null, error?.Line);
        }

        Assert.StartsWith("[2]: DataFrame\n[3]: -9998-01-01T00:00:00Z\n", _output.Log, StringComparison.Ordinal);
    }

    /// <summary>A package folder as NuGet leaves it, without a package: what is in it is an extension, and a notebook that runs.</summary>
    [Fact]
    public async Task The_notebook_that_a_package_brings_runs_in_the_cell_that_asks_for_it()
    {
        _folder.Write("package/interactive-extensions/dotnet/broken.dll", "no assembly");
        _folder.Write("package/interactive-extensions/dotnet/extension.dib", "#!csharp\n\nvar brought = 40;\ndisplay(\"loaded\");\n");
        using var engine = new PolyglotEngine(_folder.Path);
        await engine.RunAsync("var before = 1;", _output);
        var package = _folder.At("package");
        await engine.CSharp.Thread.Run(() =>
        {
            CellScope.Current = engine.CSharp.Scope(_output, CancellationToken.None) with { Interruption = new Interruption(CancellationToken.None) };
            engine.CSharp.Packages.Added!(package);
            return true;
        });
        await engine.RunAsync("brought + before", _output);

        Assert.Matches("^stderr: broken\\.dll, an extension for notebooks, was not loaded: .*\ndisplay: loaded\n\\[2\\]: 41\n$", _output.Log.Replace("\\n", "", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("#r \"nuget: SkiaSharp, 3.119.0\"\nnew SkiaSharp.SKBitmap(20, 10)", "<img")]
    [InlineData("#r \"nuget: Plotly.NET.Interactive, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp, 0.14.0\"\nPlotly.NET.CSharp.Chart.Point<double, double, string>(new double[] { 1, 2 }, new double[] { 3, 1 })", "<div")]
    public async Task What_a_package_brings_shows_its_values(string cell, string html)
    {
        using var engine = new PolyglotEngine(_folder.Path);
        var recorded = new RecordedOutput();
        var error = (await engine.RunAsync(cell, recorded)).Error;
        Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true, "No package feed can be reached, and the package is not in the cache.");
        Assert.Null(error?.Message);
        var result = recorded.ToJson().Single(output => (string?)output["output_type"] == "execute_result");
        Assert.Contains(html, NotebookCell.Text(result["data"]!["text/html"]), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_package_that_does_not_exist_is_one_clear_error_and_the_engine_goes_on()
    {
        Assert.Null(await Run("var x = 1;"));
        var error = await Run("#r \"nuget: No.Such.Package.Of.This.Kit, 1.2.3\"\nx = 2;");

        Assert.Equal("Research.Notebooks.PackageRestoreException", error!.Name);
        Assert.Matches("^No\\.Such\\.Package\\.Of\\.This\\.Kit 1\\.2\\.3: NU1101: Unable to find package No\\.Such\\.Package\\.Of\\.This\\.Kit\\. ", error.Message);
        Assert.DoesNotContain(Path.GetTempPath(), error.Message, StringComparison.Ordinal);
        Assert.Null(await Run("x"));
        Assert.EndsWith("[3]: 1\n", _output.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Another_version_beside_the_one_in_use_is_refused()
    {
        Assert.Null(await Run("#r \"nuget: CsvHelper, 33.0.1\""));
        Assert.Equal("CsvHelper 30.0.1: version 33.0.1 is in use already; start the notebook anew for another.", (await Run("#r \"nuget: CsvHelper, 30.0.1\""))!.Message);
        Assert.Null(await Run("#r \"nuget: CsvHelper\"\ntypeof(CsvHelper.CsvReader).Name"));
    }

    [SkippableFact]
    public async Task A_loaded_file_may_ask_for_packages()
    {
        _folder.Write("lib/kit.csx", "#r \"nuget: CsvHelper, 33.0.1\"\nusing CsvHelper.Configuration;\nstring Name() => typeof(CsvConfiguration).Name;");
        Assert.Null(await Run("#load \"lib/kit.csx\"\nName()"));
        Assert.Equal("[1]: CsvConfiguration\n", _output.Log);
    }

    [SkippableFact]
    public async Task Of_an_assembly_that_the_host_has_the_hosts_own_is_taken()
    {
        Assert.Null(await Run("#r \"nuget: Markdig, 1.6.0\"\ntypeof(Markdig.Markdown)"));
        var type = await Engine.RunAsync("typeof(Markdig.Markdown)", _output);
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Markdig");
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "Markdig.dll"), ((Type)type.Value!).Assembly.Location);
    }

    [SkippableFact]
    public async Task A_source_that_is_a_folder_can_be_named()
    {
        Directory.CreateDirectory(_folder.At("feed"));
        var error = await Run($"#i \"nuget: {_folder.At("feed")}\"\n#r \"nuget: No.Such.Package.Of.This.Kit\"\nunknown");
        Assert.Contains(_folder.At("feed"), error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_says_what_one_looks_like() =>
        Assert.Equal("found #r \"nuget: a b c\", expected #r \"nuget: PACKAGE, VERSION\".", (await Run("#r \"nuget: a b c\""))!.Message);
}
