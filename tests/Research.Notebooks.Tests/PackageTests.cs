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
        Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true,
            "No package feed can be reached, and the packages are not in the cache.");
        return error;
    }

    [SkippableFact]
    public async Task A_package_is_there_for_the_cells_after_and_at_once_the_next_time()
    {
        var clock = Stopwatch.StartNew();
        Assert.Null(
            await Run("#r \"nuget: CsvHelper, 33.0.1\"\nusing CsvHelper; typeof(CsvReader).Assembly.GetName().Version.Major"));
        var first = clock.Elapsed;
        Assert.Null(await Run("typeof(CsvWriter).Name"));
        using var other = new CSharpEngine(_folder.Path);
        await other.RunAsync("1", _output);

        clock.Restart();
        var again = await other.RunAsync("#r \"nuget: CsvHelper, 33.0.1\"\ntypeof(CsvHelper.CsvReader).Name", _output);

        log.WriteLine($"first: {first.TotalSeconds:0.00} s, again in another engine: {clock.Elapsed.TotalSeconds:0.00} s");
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 1.5);
        Assert.Equal("CsvReader", again.Value);
        const string installed =
            "display: Installing packages: CsvHelper, 33.0.1\nupdate: Installed packages: CsvHelper, 33.0.1\n";
        Assert.Equal($"{installed}[1]: 33\n[2]: CsvWriter\n[1]: 1\n{installed}[2]: CsvReader\n", _output.Log);
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
        foreach (string cell in cells)
        {
            var error = (await engine.RunAsync(cell, _output)).Error;
            Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true,
                "No package feed can be reached, and the package is not in the cache.");
            Assert.Null(error?.Message);
        }

        Assert.Equal(
            "display: Installing packages: Fractions, 8.3.2\nupdate: Installed packages: Fractions, 8.3.2\n[2]: 0.75\n[4]: 1.5\n",
            _output.Log);
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => assembly.GetName().Name == "Fractions"),
            assembly => System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(assembly) == engine.CSharp.LoadContext);
    }

    [SkippableFact]
    public async Task FSharp_has_a_packages_dependencies_and_those_of_later_cells()
    {
        using var engine = new PolyglotEngine(_folder.Path, "fsharp");
        foreach (string cell in (string[])["#r \"nuget: Microsoft.Data.Analysis, 0.23.1\"",
            "open Microsoft.Data.Analysis\nnameof DataFrame",
            "#r \"nuget: NodaTime, 3.3.7\"\nNodaTime.Instant.MinValue.ToString()", "failwith \"x\""])
        {
            var error = (await engine.RunAsync(cell, _output)).Error;
            Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true,
                "No package feed can be reached, and the package is not in the cache.");
            Assert.Equal(cell.StartsWith("fail", StringComparison.Ordinal) ? 1 : null, error?.Line);
        }

        Assert.Contains("[2]: DataFrame\n", _output.Log, StringComparison.Ordinal);
        Assert.Contains("\n[3]: -9998-01-01T00:00:00Z\n", _output.Log, StringComparison.Ordinal);
    }

    /// <summary>
    /// A package folder as NuGet leaves it, without a package: what is in it is an extension, and a notebook that runs.
    /// </summary>
    [Fact]
    public async Task The_notebook_that_a_package_brings_runs_in_the_cell_that_asks_for_it()
    {
        _folder.Write("package/interactive-extensions/dotnet/broken.dll", "no assembly");
        _folder.Write("package/interactive-extensions/dotnet/extension.dib",
            "#!csharp\n\nvar brought = 40;\ndisplay(\"loaded\");\n");
        using var engine = new PolyglotEngine(_folder.Path);
        await engine.RunAsync("var before = 1;", _output);
        string package = _folder.At("package");
        await engine.CSharp.Thread.Run(() =>
        {
            CellScope.Current = engine.CSharp.Scope(_output,
                CancellationToken.None) with
            { Interruption = new Interruption(CancellationToken.None) };
            engine.CSharp.Packages.Added!(package);
            return true;
        });
        await engine.RunAsync("brought + before", _output);

        Assert.Matches("^stderr: broken\\.dll, an extension for notebooks, was not loaded: .*\ndisplay: loaded\n\\[2\\]: 41\n$",
            _output.Log.Replace("\\n", "", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("#r \"nuget: SkiaSharp, 3.119.0\"\nnew SkiaSharp.SKBitmap(20, 10)", "<img")]
    [InlineData(
        "#r \"nuget: Plotly.NET.Interactive, 6.0.0\"\n#r \"nuget: Plotly.NET.CSharp, "
        + "0.14.0\"\nPlotly.NET.CSharp.Chart.Point<double, double, string>(new double[] { 1, 2 }, new double[] { 3, 1 })",
        "<div")]
    public async Task What_a_package_brings_shows_its_values(string cell, string html)
    {
        using var engine = new PolyglotEngine(_folder.Path);
        var recorded = new RecordedOutput();
        var error = (await engine.RunAsync(cell, recorded)).Error;
        Skip.If(error?.Message.Contains("NU1301", StringComparison.Ordinal) == true,
            "No package feed can be reached, and the package is not in the cache.");
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
        Assert.Matches(
            "^No\\.Such\\.Package\\.Of\\.This\\.Kit 1\\.2\\.3: NU1101: Unable to find package "
            + "No\\.Such\\.Package\\.Of\\.This\\.Kit\\. ", error.Message);
        Assert.DoesNotContain(Path.GetTempPath(), error.Message, StringComparison.Ordinal);
        Assert.Null(await Run("x"));
        Assert.EndsWith("[3]: 1\n", _output.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Another_version_beside_the_one_in_use_is_refused()
    {
        Assert.Null(await Run("#r \"nuget: CsvHelper, 33.0.1\""));
        Assert.Equal(
            "#r \"nuget: CsvHelper, 30.0.1\": found version 30.0.1, expected 33.0.1, which this notebook has loaded already. "
            + "Restart the kernel to load 30.0.1, or ask for 33.0.1.",
            (await Run("#r \"nuget: CsvHelper, 30.0.1\""))!.Message);
        Assert.Null(await Run("#r \"nuget: CsvHelper\"\ntypeof(CsvHelper.CsvReader).Name"));
    }

    [Fact]
    public async Task Two_versions_in_a_cell_are_refused() => Assert.Equal(
        "#r \"nuget: CsvHelper, 30.0.1\": found version 30.0.1, expected 33.0.1, which the same cell asks for. Ask for one of "
        + "them.",
        (await Run("#r \"nuget: CsvHelper, 33.0.1\"\n#r \"nuget: CsvHelper, 30.0.1\""))!.Message);

    [SkippableFact]
    public async Task Another_version_of_what_the_kernel_contains_is_not_restored_and_a_message_names_both()
    {
        string own = HostPackages.Find("Microsoft.Data.Analysis")!;
        Assert.Null(await Run("#r \"nuget: Microsoft.Data.Analysis, 0.20.0\"\ntypeof(Microsoft.Data.Analysis.DataFrame).Name"));

        Assert.Equal(
            "display: Installing packages: Microsoft.Data.Analysis, 0.20.0\n"
            + $"update: Installed packages: Microsoft.Data.Analysis, {own}\n"
            + $"stderr: Microsoft.Data.Analysis 0.20.0 was asked for, but the kernel itself contains {own}, which is used. Ask "
            + $"for {own} to silence this.\\n\n"
            + "[1]: DataFrame\n",
            _output.Log);
    }

    [Fact]
    public void A_newer_version_that_is_needed_later_is_told_and_one_that_is_not_to_be_had()
    {
        var versions = new PackageVersions();
        CellScope.Current = Engine.Scope(_output, CancellationToken.None);
        versions.Add([], Restored(("A", "1.2")));
        versions.Add([new("B", "3.0")], Restored(("A", "1.10.0-beta"), ("B", "3.1.0")));
        versions.Add([new("B", "3.1")], Restored(("A", "1.2.0"), ("B", "3.1.0")));
        versions.Add([], Restored(("Markdig", "99.0.0")));

        Assert.Equal(
            "stderr: A 1.10.0-beta is needed, but 1.2 is in use already and stays. If code fails because of it, ask for A, "
            + "1.10.0-beta in the notebook's first cell.\\n\n"
            + "stderr: B 3.0 is not to be had; 3.1.0 is used.\\n\n"
            + $"stderr: Markdig 99.0.0 is needed, but the kernel itself contains {HostPackages.Find("Markdig")}, which is used. "
            + "Code may fail because of it.\\n\n",
            _output.Log);

        static RestoredPackages Restored(params (string Id, string Version)[] packages) =>
            RestoredPackages.None with { Versions = packages.ToDictionary(package => package.Id, package => package.Version) };
    }

    [SkippableFact]
    public async Task A_restore_that_fails_leaves_no_bar_that_still_installs()
    {
        await Run("#r \"nuget: No.Such.Package.Of.This.Kit, 1.2.3\"");
        Assert.StartsWith(
            "display: Installing packages: No.Such.Package.Of.This.Kit, 1.2.3\nupdate: Not installed: "
            + "No.Such.Package.Of.This.Kit\nerror: ", _output.Log, StringComparison.Ordinal);
    }

    /// <summary>The packages that the kit itself is made of, asked for as a tutorial asks for them.</summary>
    [SkippableFact]
    public async Task The_kits_own_packages_can_be_asked_for_beside_its_libraries()
    {
        string[] cells =
        [
            $"#r \"{typeof(Figures.Chart).Assembly.Location}\"\n#r \"nuget: TorchSharp-cpu, 0.107.0\"\n#r \"nuget: "
            + "OpenCvSharp4, 4.13.0.20260627\"\n"
            + "#r \"nuget: OpenCvSharp4.official.runtime.linux-x64, 4.13.0.20260627\"\n#r \"nuget: ScottPlot, 5.1.59\"",
            "#r \"nuget: Microsoft.ML, 5.0.1\"\nusing TorchSharp;\nusing OpenCvSharp;\nusing Microsoft.ML;",
            "torch.ones(2, 3).sum().item<float>()",
            "var image = new Mat(2, 3, MatType.CV_8UC1, OpenCvSharp.Scalar.All(7)); image.Sum().Val0",
            "var plot = new ScottPlot.Plot(); plot.Add.Signal(new[] { 1.0, 2 }); plot.GetImage(40, 30).Width",
            "new MLContext(1).Data.LoadFromEnumerable(new[] { new { X = 1f } }).Schema.Count",
            "new Research.Figures.Chart(\"kit\").GetType().BaseType == plot.GetType()",
        ];
        foreach (string cell in cells)
        {
            Assert.Null((await Run(cell))?.Message);
        }

        Assert.EndsWith("\n[3]: 6\n[4]: 42\n[5]: 40\n[6]: 1\n[7]: True\n", _output.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("stderr", _output.Log, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_loaded_file_may_ask_for_packages()
    {
        _folder.Write("lib/kit.csx",
            "#r \"nuget: CsvHelper, 33.0.1\"\nusing CsvHelper.Configuration;\nstring Name() => typeof(CsvConfiguration).Name;");
        Assert.Null(await Run("#load \"lib/kit.csx\"\nName()"));
        Assert.EndsWith("\n[1]: CsvConfiguration\n", _output.Log, StringComparison.Ordinal);
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
        Assert.Equal("found #r \"nuget: a b c\", expected #r \"nuget: PACKAGE, VERSION\".",
            (await Run("#r \"nuget: a b c\""))!.Message);
}
