using System.Xml.Linq;
using Research.Figures;

namespace Research.Tests.Figures;

/// <summary>Every figure of the gallery, in a real browser. FIGURE_SAMPLES names a folder to keep the pictures in.</summary>
public class GalleryTests
{
    public static TheoryData<string> Names => [.. Gallery.Figures.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void No_text_is_cut_off_or_written_over_other_text(string name)
    {
        Browser.Require();
        Assert.Empty(ChromiumRenderer.Shared.TextFaults(Gallery.Figures[name]()));
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_png_has_the_size_asked_for_and_is_small(string name)
    {
        Browser.Require();
        var figure = Gallery.Figures[name]();
        var png = ChromiumRenderer.Shared.RenderPng(figure);
        if (Environment.GetEnvironmentVariable("FIGURE_SAMPLES") is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, name + ".png"), png);
        }

        var pixels = Pixels.Decode(png);
        Assert.Equal((2 * figure.Width, 2 * figure.Height), (pixels.Width, pixels.Height));
        Assert.True(pixels.DistinctColors() > 10, "the picture is blank");
        Assert.InRange(png.Length, 5_000, 300_000);
    }

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void An_svg_is_well_formed_and_holds_the_title(string name)
    {
        Browser.Require();
        var figure = Gallery.Figures[name]();
        var svg = XDocument.Parse(ChromiumRenderer.Shared.RenderSvg(figure));
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        var written = string.Concat(svg.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value));
        Assert.Contains(figure.Title.Replace(" ", ""), written.Replace(" ", ""));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_figure_gives_the_same_json(string name) =>
        Assert.Equal(Gallery.Figures[name]().ToJson(), Gallery.Figures[name]().ToJson());
}
