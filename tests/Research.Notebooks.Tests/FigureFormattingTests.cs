using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Notebooks.Tests;

/// <summary>What notebooks store of plots and of figures that one explores.</summary>
[Collection(nameof(Alone))]
public sealed class FigureFormattingTests
{
    public FigureFormattingTests() => FigureFormatting.Register();

    private static ExploredFigure Explored(string title) => Explore.Variants(new(title), ["a", "b"], [1, 2], [3, 4]);

    private static (int Width, int Height) Pixels(MimeBundle bundle)
    {
        byte[] png = Convert.FromBase64String((string)bundle[FigureFormatting.PngMimeType]!);
        return (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
    }

    public static TheoryData<string> Plots => ["chart", "plot", "grid", "multiplot"];

    private static object Plot(string kind) => kind switch
    {
        "chart" => new Chart("A title") { Width = 400, Height = 300 },
        "plot" => new ScottPlot.Plot(),
        "grid" => new ChartGrid("A title", 1, 2),
        _ => new ScottPlot.Multiplot(),
    };

    [Theory]
    [MemberData(nameof(Plots))]
    public void A_plot_is_a_picture_of_two_pixels_for_each_of_the_page_and_says_its_size(string kind)
    {
        var bundle = MimeBundle.Of(Plot(kind));
        var (width, height) = Pixels(bundle);
        var size = bundle.Metadata[FigureFormatting.PngMimeType]!;

        Assert.Equal([FigureFormatting.PngMimeType, MimeBundle.PlainText], bundle.MimeTypes);
        Assert.Equal((width, height), (2 * (int)size["width"]!, 2 * (int)size["height"]!));
        Assert.Equal(kind is "chart" ? 400 : Theme.Width, (int)size["width"]!);
        Assert.Equal(kind is "chart" or "grid" ? "A title" : "", (string?)bundle[MimeBundle.PlainText]);
    }

    [Fact]
    public void The_first_explored_figure_brings_plotly_js_for_all_and_brings_it_again_when_it_is_shown_again()
    {
        string Html(string title) => (string)MimeBundle.Of(Explored(title))[MimeBundle.Html]!;
        string first = Html("First"), second = Html("Second"), again = Html("First");

        Assert.InRange(first.Length, 1_000_000, 2_000_000);
        Assert.InRange(second.Length, 500, 10_000);
        Assert.Equal(first, again);
        Assert.True(ExploredHtml.HasFigure(second));
        Assert.InRange(ExploredHtml.WithoutScript(first).Length, 500, 10_000);
        Assert.DoesNotContain("research-plotly\"", second, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_that_is_opened_anew_begins_anew()
    {
        MimeBundle.Of(Explored("First"));
        FigureFormatting.Register();

        string html = (string)MimeBundle.Of(Explored("Second"))[MimeBundle.Html]!;
        Assert.Contains("application/gzip", html, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void An_explored_figure_has_a_page_a_picture_and_its_title()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        var bundle = MimeBundle.Of(Explored("First"));

        Assert.Equal([MimeBundle.Html, FigureFormatting.PngMimeType, MimeBundle.PlainText], bundle.MimeTypes);
        Assert.Equal("First", (string?)bundle[MimeBundle.PlainText]);
        Assert.Equal((2000, 1120), Pixels(bundle));
        Assert.Equal(1000, (int)bundle.Metadata[FigureFormatting.PngMimeType]!["width"]!);
    }

    [Fact]
    public void Without_a_Chromium_there_is_the_page_alone_and_it_says_why()
    {
        string? before = Environment.GetEnvironmentVariable("CHROMIUM");
        try
        {
            Environment.SetEnvironmentVariable("CHROMIUM", "/nowhere/chromium");
            FigureFormatting.Register();
            var bundle = MimeBundle.Of(Explored("First"));

            Assert.Equal([MimeBundle.Html, MimeBundle.PlainText], bundle.MimeTypes);
            Assert.Contains(
                "CHROMIUM is &#39;/nowhere/chromium&#39;, which is not an executable file.", (string)bundle[MimeBundle.Html]!,
                StringComparison.Ordinal);
            Assert.Empty(bundle.Metadata);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CHROMIUM", before);
            FigureFormatting.Register();
        }
    }

    [SkippableFact]
    public void The_committed_notebook_keeps_pictures_and_the_report_page_plotly_js_once()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        var notebook = NotebookDocument.Create();
        foreach (string title in (string[])["First", "Second"])
        {
            var bundle = MimeBundle.Of(Explored(title));
            var output = new JsonObject { ["output_type"] = "display_data", ["data"] = bundle.ToJson() };
            notebook.Add("code", "figure").Outputs = [output];
        }

        string committed = CommittedNotebook.Of(notebook).ToJson();
        Assert.DoesNotContain("text/html", committed, StringComparison.Ordinal);
        Assert.Equal(2, committed.Split("image/png\": \"").Length - 1);
        Assert.Equal(1, notebook.ToJson().Split("application/gzip").Length - 1);
        Assert.DoesNotContain("application/gzip", new ExecutedCells("a", notebook).Html, StringComparison.Ordinal);
    }
}
