using System.Text.RegularExpressions;
using Research.Notebooks;

namespace Research.Cli.Tests;

public sealed class NewExperimentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("new-experiment-").FullName;

    public NewExperimentTests()
    {
        Write("Research.sln", "");
        Write("notebooks/03-baseline-bce.ipynb", "");
        Write("notebooks/11-slow.ipynb", "");
        Write("notebooks/kit.csx", "");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(_folder, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private Kit Run(params string[] arguments) =>
        Kit.Run(new Dictionary<string, string?> { ["RESEARCH_HOME"] = _folder }, ["new-experiment", .. arguments]);

    [Fact]
    public void Three_files_are_written_under_the_name_and_the_next_number()
    {
        var kit = Run("dodge-by-ear2");

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.Equal("""
            notebooks/12-dodge-by-ear2.ipynb
            src/Research.Experiments/DodgeByEar2/DodgeByEar2Policy.cs
            tests/Research.Experiments.Tests/DodgeByEar2/DodgeByEar2PolicyTests.cs

            Run it:   ./research reproduce --profile smoke --only 12-dodge-by-ear2
            Test it:  ./research test --filter DodgeByEar2PolicyTests

            """, kit.Output);
        string[] written = ["notebooks/12-dodge-by-ear2.ipynb", "src/Research.Experiments/DodgeByEar2/DodgeByEar2Policy.cs",
            "tests/Research.Experiments.Tests/DodgeByEar2/DodgeByEar2PolicyTests.cs"];
        Assert.Equal(
            written.Concat(["Research.sln", "notebooks/03-baseline-bce.ipynb", "notebooks/11-slow.ipynb", "notebooks/kit.csx"])
            .Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal));
        Assert.All(written, file => Assert.DoesNotMatch("(?i)my-?experiment|my experiment|my-number",
            File.ReadAllText(At(file))));
        Assert.Contains("public sealed class DodgeByEar2Network : nn.Module<Tensor, Tensor>", File.ReadAllText(At(written[1])));
        Assert.Contains("public sealed class DodgeByEar2PolicyTests : IDisposable", File.ReadAllText(At(written[2])));

        var notebook = NotebookDocument.Load(At(written[0]));
        Assert.Equal(File.ReadAllText(At(written[0])), notebook.ToJson());
        Assert.StartsWith("# Dodge by ear2\n\n", notebook.Cells[0].Source);
        Assert.StartsWith("#load \"kit.csx\"\n", notebook.Cells[1].Source);
        var parameters = Assert.Single(notebook.Cells, cell => cell.HasTag(NotebookParameters.Tag));
        Assert.Equal(parameters.Id, notebook.Cells.Where(cell => cell.IsCode).ElementAt(1).Id);
        Assert.Contains("Profile.Pick(smoke:", parameters.Source);
        Assert.Contains("./research reproduce --only 12 -p seed=2", notebook.Cells[^1].Source);
    }

    [Theory]
    [InlineData("Dodge")]
    [InlineData("dodge_by_ear")]
    [InlineData("2-players")]
    [InlineData("dodge--ear")]
    [InlineData("dodge-")]
    [InlineData("../dodge")]
    [InlineData("dodge\n")]
    public void A_name_of_another_form_is_refused(string name)
    {
        var kit = Run(name);

        Assert.Equal(
            (1, $"'{name}' is no name for an experiment; expected lower-case words and digits with hyphens, beginning with a "
            + "letter, such as dodge-by-ear.\n"), (kit.ExitCode, kit.Errors));
        Assert.False(Directory.Exists(At("src")));
    }

    [Theory]
    [InlineData("baseline-bce", "notebooks/03-baseline-bce.ipynb")]
    [InlineData("heard", "src/Research.Experiments/Heard/HeardPolicy.cs")]
    [InlineData("seen", "tests/Research.Experiments.Tests/Seen/SeenPolicyTests.cs")]
    [InlineData("autoencoder", "the type AutoencoderOptions in src/Research.Experiments/BehaviorCloning/AutoencoderOptions.cs")]
    public void What_is_there_is_never_overwritten(string name, string found)
    {
        Write("src/Research.Experiments/Heard/HeardPolicy.cs", "mine");
        Write("tests/Research.Experiments.Tests/Seen/SeenPolicyTests.cs", "mine");
        Write("src/Research.Experiments/BehaviorCloning/AutoencoderOptions.cs", "public sealed record AutoencoderOptions;\n");
        string[] before = [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order()];
        var kit = Run(name);

        Assert.Equal((1, $"The name '{name}' is taken: found {found}. Choose another; nothing was written.\n"),
            (kit.ExitCode, kit.Errors));
        Assert.Equal(before, Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Order());
        Assert.Equal("mine", File.ReadAllText(At("src/Research.Experiments/Heard/HeardPolicy.cs")));
    }

    [Fact]
    public void What_cannot_be_written_whole_is_taken_back()
    {
        Write("src/Research.Experiments", "a file where a folder should be");
        var kit = Run("heard");

        Assert.Equal(1, kit.ExitCode);
        Assert.Contains("src/Research.Experiments", kit.Errors);
        Assert.False(File.Exists(At("notebooks/12-heard.ipynb")));
    }

    /// <summary>
    /// The whole way of a newcomer, in a copy of the kit: the files are written, built with every warning of the compiler an
    /// error, run and tested.
    /// </summary>
    [Fact]
    public void What_is_written_builds_runs_and_passes_its_test()
    {
        using var copy = new KitCopy();
        Assert.Equal((0, ""), Of(copy.Research("new-experiment", "dodge-by-ear")));

        foreach (string project in (string[])["src/Research.Experiments", "tests/Research.Experiments.Tests"])
        {
            var built = copy.Build(project);
            Assert.True(built.ExitCode == 0, built.Output);
        }

        copy.UseBuiltLibrary();
        var run = copy.Research("reproduce", "--profile", "smoke", "--only",
            Path.GetFileName(Directory.EnumerateFiles(copy["notebooks"], "*-dodge-by-ear.ipynb").Single())[..2], "--out",
            copy["out"]);
        Assert.True(run is { ExitCode: 0, Errors: "" }, run.Errors);
        Assert.Contains("1 of 1 notebooks in ", run.Output);

        string executed = File.ReadAllText(Directory.EnumerateFiles(copy["out/notebooks"]).Single());
        Assert.Equal(2, Regex.Count(executed, "\"image/png\": \""));
        Assert.Contains("repeat previous frame", executed);
        Assert.Contains("Composite F1 0.", executed);
        Assert.True(File.Exists(Path.Combine(Directory.EnumerateDirectories(copy["out/dodge-by-ear"]).Single(), "summary.json")));

        var tested = copy.Run("test", copy["tests/Research.Experiments.Tests"], "-c", "Release", "--no-build", "--nologo",
            "--filter", "FullyQualifiedName~DodgeByEarPolicyTests");
        Assert.True(tested.ExitCode == 0, tested.Output);
        Assert.Matches(@"Passed! +- Failed: +0, Passed: +3, Skipped: +0, Total: +3", tested.Output);
    }

    private static (int ExitCode, string Errors) Of(Kit kit) => (kit.ExitCode, kit.Errors);
}
