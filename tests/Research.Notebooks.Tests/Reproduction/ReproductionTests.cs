using System.Text.RegularExpressions;
using Research.Experiments;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Tables;
using Research.Training;

namespace Research.Notebooks.Tests;

/// <summary>What a reproduction writes, from notebooks of a few lines.</summary>
[Collection(nameof(Alone))]
public sealed partial class ReproductionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ProfileKind _profile = Profile.Current;

    public void Dispose()
    {
        (Profile.Current, RunDirectory.Root) = (_profile, null);
        _folder.Dispose();
    }

    private Task<(ReproductionSummary Summary, string Page, string Notebook)> RunAsync(ProfileKind profile,
        params string[] cells) => RunAsync(profile, forTheWeb: false, cells);

    private async Task<(ReproductionSummary Summary, string Page, string Notebook)> RunAsync(ProfileKind profile,
        bool forTheWeb, params string[] cells)
    {
        var notebook = NotebookDocument.Create();
        notebook.Add("markdown", "# Keys & frames\n\n## One `part`\n\nText.");
        notebook.Add("code",
            "#r \"Research\"\n#r \"Research.Experiments\"\n#r \"Research.Notebooks\"\nusing Research.Figures;\n"
            + "using Research.Experiments.BehaviorCloning;\nResearch.Notebooks.FigureFormatting.Register();");
        foreach (string cell in cells)
        {
            notebook.Add("code", cell);
        }

        Directory.CreateDirectory(_folder.At("notebooks"));
        notebook.Save(_folder.At("notebooks/01-eda-class-balance.ipynb"));
        var summary = await Notebooks.Reproduction.RunAsync(new ReproductionOptions
        {
            Profile = profile,
            Notebooks = _folder.At("notebooks"),
            Output = _folder.At("out"),
            Published = PublishedNumbers.All,
            ForTheWeb = forTheWeb,
        });
        return (summary, File.ReadAllText(_folder.At("out/index.html")),
            File.ReadAllText(_folder.At("out/notebooks/01-eda-class-balance.ipynb")));
    }

    [Theory]
    [InlineData("04", "04-focal-grid-search")]
    [InlineData("04b", "04b-choosing-honestly")]
    [InlineData("04,04b", "04-focal-grid-search,04b-choosing-honestly")]
    [InlineData("04-focal", "04-focal-grid-search")]
    [InlineData("0", "04-focal-grid-search,04b-choosing-honestly")]
    public async Task A_number_chooses_one_notebook_and_a_beginning_all_that_have_it(string only, string chosen)
    {
        Directory.CreateDirectory(_folder.At("notebooks"));
        foreach (string name in (string[])["04-focal-grid-search", "04b-choosing-honestly"])
        {
            var notebook = NotebookDocument.Create();
            notebook.Add("code", "1 + 1");
            notebook.Save(_folder.At($"notebooks/{name}.ipynb"));
        }

        var onPage = new List<int>();
        var summary = await Notebooks.Reproduction.RunAsync(new ReproductionOptions
        {
            Profile = ProfileKind.Smoke,
            Notebooks = _folder.At("notebooks"),
            Output = _folder.At("out"),
            Only = only.Split(','),
            OnNotebook = _ => onPage.Add(File.Exists(_folder.At("out/index.html"))
                ? Regex.Count(File.ReadAllText(_folder.At("out/index.html")), "<article") : 0),
        });

        Assert.Equal(chosen.Split(','), summary.Notebooks.Select(notebook => notebook.Name));
        Assert.Equal(Enumerable.Range(0, onPage.Count), onPage); // it has what is done
    }

    [Fact]
    public async Task The_page_has_every_number_of_the_documents_and_says_which_were_not_run()
    {
        var (summary, page, _) = await RunAsync(ProfileKind.Smoke,
            "CupheadPublished.ClassBalance.CompareWith((\"frames\", 1234), (\"% of frames with UP\", null), (\"frames with FIRE\", 3))");

        Assert.True(summary.Succeeded, summary.Notebooks[0].Error);
        string table = page[page.IndexOf("id=\"comparison\"", StringComparison.Ordinal)..page.IndexOf("id=\"environment\"",
            StringComparison.Ordinal)];
        Assert.True(page.IndexOf("<article", StringComparison.Ordinal) < page.IndexOf(table, StringComparison.Ordinal));
        Assert.Contains("<tr><td>frames</td><td>1,234</td><td>14,791</td><td>appendix B</td></tr>", table,
            StringComparison.Ordinal);
        Assert.Contains("<tr><td>% of frames with UP</td><td>N/A</td><td>26.91</td><td>appendix B</td></tr>", table,
            StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(table, "<tr><td>"));
        var balance = CupheadPublished.ClassBalance;
        Assert.Contains("frames with UP (", table, StringComparison.Ordinal);
        Assert.Contains($"<summary>{balance.Numbers.Count - 2} of {balance.Numbers.Count} numbers were not run</summary><p>",
            table, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(table, "were not run</summary>"));
        Assert.Matches($@"<p class=""not-run"">Not run: .*{Regex.Escape(PublishedNumbers.All[^1].Title)} \(\d+ numbers\)\.</p>", table);
        Assert.All(PublishedNumbers.All, t => Assert.Contains(System.Net.WebUtility.HtmlEncode(t.Title), table,
            StringComparison.Ordinal));
        Assert.DoesNotContain("FIRE", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_whole_in_itself_and_every_jump_arrives()
    {
        var (summary, page, _) = await RunAsync(ProfileKind.Smoke, "Console.WriteLine(\"<1>\");");
        string body = page[page.IndexOf("<body>", StringComparison.Ordinal)..];
        string[] ids = [.. Id().Matches(body).Select(m => m.Groups[1].Value)];

        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Jump().Matches(body), jump => Assert.Contains(jump.Groups[1].Value, ids));
        Assert.Contains("<a href=\"#01-eda-class-balance\">Keys &amp; frames</a>", body, StringComparison.Ordinal);
        Assert.Contains("<a href=\"#01-eda-class-balance-1\">One part</a>", body, StringComparison.Ordinal);
        Assert.Contains("<h3 id=\"01-eda-class-balance-1\">One <code>part</code></h3>", body, StringComparison.Ordinal);
        Assert.Contains("<pre>&lt;1&gt;\n</pre>", body, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(http|//)", body);
        Assert.Contains($"<td>{summary.PeakMemoryMegabytes:N0} MB</td>", body, StringComparison.Ordinal);
        Assert.Contains($"<th scope=\"row\">opencv</th><td>{OpenCvSharp.Cv2.GetVersionString()}</td>", body,
            StringComparison.Ordinal);
        Assert.Equal(summary.Versions, ReproductionSummary.Load(_folder.At("out/summary.json"))!.Versions);
    }

    [Fact]
    public async Task A_notebook_that_fails_says_so_in_the_contents()
    {
        var (summary, page, _) = await RunAsync(ProfileKind.Smoke, "throw new IOException(\"the disk is gone\");");
        string contents = page[page.IndexOf("<nav", StringComparison.Ordinal)..page.IndexOf("</nav>", StringComparison.Ordinal)];

        Assert.False(summary.Succeeded);
        Assert.Contains(
            "<strong class=\"error\">failed</strong><pre class=\"error\">cell 2, line 1: System.IO.IOException: the disk is "
            + "gone</pre>", contents, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notebooks_of_the_report_profile_or_for_the_web_have_pictures_of_figures_and_no_videos()
    {
        string clip = _folder.At("out/run/clip.mp4");
        Directory.CreateDirectory(Path.GetDirectoryName(clip)!);
        using (var frame = new OpenCvSharp.Mat(16, 16, OpenCvSharp.MatType.CV_8UC3, new OpenCvSharp.Scalar(0, 0, 0)))
        {
            VideoFileWriter.Write(clip, frame.Size(), 10, [frame, frame]);
        }

        string[] cells = ["new Chart(\"Train\").Bars([\"UP\", \"JUMP\"], [3.0, 1.0])",
            $"new Research.Overlay.VideoClip({System.Text.Json.JsonSerializer.Serialize(clip)})"];

        var (summary, page, committed) = await RunAsync(ProfileKind.Report, cells);
        string quick = (await RunAsync(ProfileKind.Quick, cells)).Notebook;
        string web = (await RunAsync(ProfileKind.Quick, forTheWeb: true, cells)).Notebook;

        Assert.True(summary.Succeeded, summary.Notebooks[0].Error);
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("data:video/mp4", page, StringComparison.Ordinal);
        Assert.All([committed, web], notebook =>
        {
            Assert.Contains("image/png", notebook, StringComparison.Ordinal);
            Assert.DoesNotContain("data:video", notebook, StringComparison.Ordinal);
            Assert.Contains("video: run/clip.mp4", notebook, StringComparison.Ordinal);
        });
        Assert.Contains("image/png", quick, StringComparison.Ordinal);
        Assert.Contains("data:video/mp4", quick, StringComparison.Ordinal);
    }

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Jump();
}
