using System.IO.Compression;

namespace Research.Notebooks.Tests;

public sealed class LineCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PolyglotEngine _engine;

    public LineCompletionTests() => _engine = new PolyglotEngine(_folder.Path);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    /// <summary>The cell as it would be with each of the choices at its end.</summary>
    private async Task<IReadOnlyList<string>> Complete(string code)
    {
        var list = await _engine.Services.CompleteAsync(code, code.Length);
        return [.. list.Items.Select(item => code[..list.Start] + item.Text)];
    }

    /// <summary>Writes a package without content into the folder <c>feed</c>.</summary>
    private void Pack(string id, string version)
    {
        Directory.CreateDirectory(_folder.At("feed"));
        using var package = ZipFile.Open(_folder.At($"feed/{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using var specification = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        specification.Write(
            $"<package><metadata><id>{id}</id><version>{version}</version><authors>kit</authors><description>test</description>"
            + "</metadata></package>");
    }

    [Fact]
    public async Task Packages_of_this_machine_are_offered_with_their_versions()
    {
        Assert.Contains("#r \"nuget: Microsoft.DotNet.Interactive", await Complete("#r \"nuget: microsoft.dotnet.inter"));
        Assert.Contains("#r \"nuget: xunit, 2.9.3", await Complete("#r \"nuget: xunit, 2."));
        Assert.Contains("#!fsharp\n#r \"nuget: xunit, 2.9.3", await Complete("#!fsharp\n#r \"nuget: xunit, 2."));
    }

    [Fact]
    public async Task Packages_of_feeds_that_a_cell_names_are_offered_the_newest_version_first()
    {
        Pack("Tiny.Tool", "1.2.0");
        Pack("Tiny.Tool", "1.10.0");
        Pack("Tiny.Tool", "2.0.0-beta");
        string source = $"#i \"nuget:{_folder.At("feed")}\"\n";

        Assert.Equal([source + "#r \"nuget: Tiny.Tool"], await Complete(source + "#r \"nuget: tiny.t"));
        Assert.Equal(
            new[] { "1.10.0", "1.2.0", "2.0.0-beta" }.Select(version => $"{source}#r \"nuget: Tiny.Tool, {version}"),
            await Complete(source + "#r \"nuget: Tiny.Tool, "));
        Assert.Equal([source + "#r \"nuget: Tiny.Tool,1.10.0"], await Complete(source + "#r \"nuget: Tiny.Tool,1.1"));
    }

    [Fact]
    public async Task A_feed_that_does_not_answer_is_not_waited_for()
    {
        string source = "#i \"nuget:http://192.0.2.1/index.json\"\n"; // an address that nobody has
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Contains(source + "#r \"nuget: xunit, 2.9.3", await Complete(source + "#r \"nuget: xunit, 2."));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 6);
    }

    [Fact]
    public async Task Files_are_relative_to_the_notebook()
    {
        Directory.CreateDirectory(_folder.At("lib"));
        foreach (string? name in new[] { "lib/kit.dll", "lib/kit.csx", "lib/kit.fsx", "lib/notes.txt", "other.ipynb" })
        {
            _folder.Write(name, "");
        }

        Assert.Equal(["#r \"nuget: ", "#r \"lib/"], await Complete("#r \""));
        Assert.Equal(["#r \"lib/kit.dll"], await Complete("#r \"lib/"));
        Assert.Equal(["#load \"lib/kit.csx"], await Complete("#load \"lib/k"));
        Assert.Equal(["#!fsharp\n#load \"lib/kit.fsx"], await Complete("#!fsharp\n#load \"lib/k"));
        Assert.Equal(["#!import lib/", "#!import other.ipynb"], await Complete("#!import "));
        Assert.Empty(await Complete("#load \"missing/"));
    }

    [Theory]
    [InlineData("#!sha", "#!share")]
    [InlineData("1\n#!fsh", "1\n#!fsharp")]
    [InlineData("#!share --f", "#!share --from")]
    [InlineData("#!share --from fs", "#!share --from fsharp")]
    [InlineData("#!share --from ", "#!share --from sql")]
    [InlineData("#!set --na", "#!set --name")]
    [InlineData("#!set --name x --v", "#!set --name x --value")]
    public async Task Directives_their_options_and_kernels_are_offered(string code, string expected) =>
        Assert.Contains(expected, await Complete(code));

    [Fact]
    public async Task An_option_is_offered_once()
    {
        Assert.DoesNotContain("#!share --from fsharp --from", await Complete("#!share --from fsharp "));
        Assert.Empty(await Complete("#!nothing --f"));
    }
}
