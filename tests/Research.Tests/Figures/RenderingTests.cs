using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Tests.Figures;

/// <summary>What comes out of the browser.</summary>
public class RenderingTests
{
    [SkippableFact]
    public void Bars_stand_where_and_as_high_as_the_counts_say()
    {
        Browser.Require();
        var pixels = Pixels.Decode(ChromiumRenderer.Shared.RenderPng(Gallery.ClassBalance(), scale: 1));
        Assert.Equal((1000, 600), (pixels.Width, pixels.Height));
        var colors = Palette.Viridis(7);
        int[] counts = [3980, 60, 869, 875, 434, 8254, 105];
        var heights = colors.Select(color => TallestColumn(pixels, color)).ToArray();
        var pixelsPerFrame = (double)heights[5].Height / counts[5];
        Assert.InRange(heights[5].Height, 440, 520);
        for (var bar = 0; bar < counts.Length; bar++)
        {
            Assert.InRange(heights[bar].Height, (counts[bar] * pixelsPerFrame) - 2, (counts[bar] * pixelsPerFrame) + 2);
        }

        Assert.Equal(heights.Select(bar => bar.X).Order(), heights.Select(bar => bar.X));
    }

    [SkippableFact]
    public void Frames_keep_their_luminance()
    {
        Browser.Require();
        var figure = new Figure("Frame") { Width = 400, Height = 400 }
            .Add.Image(Image.Gray(new byte[] { 0, 85, 170, 255 }, 2, 2));
        var pixels = Pixels.Decode(ChromiumRenderer.Shared.RenderPng(figure, scale: 1));
        var seen = new[] { (130, 140), (270, 140), (130, 280), (270, 280) }.Select(at => pixels[at.Item1, at.Item2]);
        Assert.Equal(["#000000", "#555555", "#aaaaaa", "#ffffff"], seen);
    }

    [SkippableFact]
    public void Row_0_of_a_matrix_is_on_top_and_an_empty_cell_is_paper()
    {
        Browser.Require();
        var figure = new Figure("Matrix") { Width = 400, Height = 400 }
            .Add.Heatmap(new[,] { { 0.0, double.NaN }, { 1.0, 1.0 } });
        for (var again = 0; again < 5; again++)
        {
            var pixels = Pixels.Decode(ChromiumRenderer.Shared.RenderPng(figure, scale: 1));
            Assert.Equal(
                ["#440154", "#ffffff", "#fde725", "#fde725"],
                new[] { (130, 140), (300, 140), (130, 300), (300, 300) }.Select(at => pixels[at.Item1, at.Item2]));
        }
    }

    [SkippableFact]
    public void The_scale_multiplies_the_pixels()
    {
        Browser.Require();
        var pixels = Pixels.Decode(ChromiumRenderer.Shared.RenderPng(Gallery.ClassBalance(), scale: 1.5));
        Assert.Equal((1500, 900), (pixels.Width, pixels.Height));
    }

    [SkippableFact]
    public void Two_threads_draw_at_once()
    {
        Browser.Require();
        Func<Figure>[] figures = [Gallery.ClassBalance, Gallery.RunLength];
        var alone = figures.Select(figure => ChromiumRenderer.Shared.RenderPng(figure(), 1)).ToArray();
        var together = new byte[8][];
        var threads = Enumerable.Range(0, together.Length)
            .Select(index => new Thread(() => together[index] = ChromiumRenderer.Shared.RenderPng(figures[index % 2](), 1)))
            .ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        Assert.All(together.Index(), drawn => Assert.Equal(alone[drawn.Index % 2], drawn.Item));
    }

    [SkippableFact]
    public void What_plotly_refuses_is_an_error_in_plotlys_words()
    {
        Browser.Require();
        const string Bad = """{"data":[{"type":"bar","x":["a"],"y":[1],"orientation":"askew"}],"layout":{"tittle":"x"}}""";
        var failure = Assert.Throws<FigureRenderException>(
            () => ChromiumRenderer.Shared.Draw("loss", page => page.Png(Bad, 100, 100, 1)));
        Assert.Equal(
            "The figure 'loss' could not be drawn: Plotly could not draw it: "
            + "In data trace 0, key orientation is set to an invalid value (askew)\nIn layout, key tittle is not part of the schema",
            failure.Message);
    }

    [SkippableFact]
    public void Text_that_is_cut_off_or_covered_is_found()
    {
        Browser.Require();
        var figure = new Figure("Faults") { XAxis = { Range = (0, 1) } }.Add.Line(new[] { 0, 1 }, new[] { 0, 1 })
            .Add.Label(0, 0.5, "a label that starts far beyond the left edge of the paper")
            .Add.Label(0.5, 0.5, "one").Add.Label(0.5, 0.5, "two");
        var faults = ChromiumRenderer.Shared.TextFaults(figure);
        Assert.Contains(faults, fault => fault.StartsWith("'a label that starts far beyond the left edge of the paper' is cut off by")
            && fault.EndsWith("px at the left"));
        Assert.Contains("'one' overlaps 'two'", faults);
    }

    [SkippableTheory]
    [InlineData("light", "rgb(255, 255, 255)", "rgb(38, 38, 38)")]
    [InlineData("dark", "rgb(27, 27, 29)", "rgb(220, 220, 220)")]
    public void A_page_shows_the_figure_in_the_readers_colours(string scheme, string paper, string ink)
    {
        Browser.Require();
        var html = $"<!doctype html><body>{Gallery.ClassBalance().ToHtml()}{Gallery.RunLength().ToHtml()}"
            + $"<script>{PlotlyScript.Text}</script></body>";
        using var renderer = new ChromiumRenderer();
        var seen = renderer.Draw("page", page =>
        {
            page.Call("Emulation.setEmulatedMedia", new JsonObject
            {
                ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
            });
            return page.Evaluate($$"""
                new Promise((done, failed) => {
                  const frame = document.createElement('iframe');
                  frame.style = 'width: 700px; height: 1300px; border: 0';
                  frame.srcdoc = {{JsonValue.Create(html)!.ToJsonString()}};
                  frame.onload = () => setTimeout(() => {
                    const page = frame.contentDocument;
                    const paper = page.querySelector('.main-svg'), title = page.querySelector('.gtitle');
                    done([page.querySelectorAll('.plot-container').length,
                      paper.style.background || getComputedStyle(paper).backgroundColor,
                      title.style.fill, Math.round(paper.getBoundingClientRect().width)].join('; '));
                  }, 500);
                  document.body.append(frame);
                })
                """).GetString();
        });
        Assert.Equal($"2; {paper}; {ink}; 684", seen);
    }

    private static (int X, int Height) TallestColumn(Pixels pixels, string color) => Enumerable.Range(0, pixels.Width)
        .Select(x => (X: x, Height: Enumerable.Range(0, pixels.Height).Count(y => pixels[x, y] == color)))
        .MaxBy(column => column.Height);
}
