using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Tests;

/// <summary>What is committed below <c>results/</c> can be looked at on the web.</summary>
public class CommittedResultsTests
{
    private const int MostBytes = 3_000_000;

    public static TheoryData<string> Notebooks =>
        [.. ((string[])["expected", "report"]).Select(run => Path.Combine(Repository.Root, "results", run))
            .Where(Directory.Exists)
            .SelectMany(run => Directory.EnumerateFiles(run, "*.ipynb", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [SkippableTheory]
    [InlineData("comparison.html")] // what research compare writes where it is not told where
    [InlineData("comparison.png")]
    [InlineData("smoke/summary.json")]
    [InlineData("quick/summary.json")]
    public void What_verbs_leave_there_is_not_committed(string file)
    {
        Skip.IfNot(Path.Exists(Path.Combine(Repository.Root, ".git")), "This is no git checkout.");
        using var git = Process.Start("git", ["-C", Repository.Root, "check-ignore", "-q", "results/" + file]);
        git.WaitForExit();

        Assert.Equal(0, git.ExitCode);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Executed_notebooks_are_small_and_have_pictures_of_their_figures(string file)
    {
        string path = Path.Combine(Repository.Root, file);
        var outputs = NotebookDocument.Load(path).Cells.SelectMany(cell => cell.Outputs).Select(o => o["data"])
            .OfType<JsonObject>().ToList();

        Assert.InRange(new FileInfo(path).Length, 1, MostBytes);
        Assert.Contains(outputs, data => data.ContainsKey(FigureFormatting.PngMimeType));
        Assert.DoesNotContain(outputs, data => data.ContainsKey("application/vnd.plotly.v1+json"));
        Assert.DoesNotContain("data:video", File.ReadAllText(path), StringComparison.Ordinal);
    }
}
