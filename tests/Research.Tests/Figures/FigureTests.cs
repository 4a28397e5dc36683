using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Tests.Figures;

/// <summary>Figures as data.</summary>
public class FigureTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, IndentSize = 1 };

    [Theory]
    [InlineData("class-balance")]
    [InlineData("two-heatmaps")]
    [InlineData("loss-curves")]
    [InlineData("run-length")]
    public void The_json_is_the_one_on_file(string name)
    {
        var json = JsonNode.Parse(Gallery.Figures[name]().ToJson())!.ToJsonString(Indented) + "\n";
        var file = Path.Combine(Fixtures(), name + ".json");
        if (Environment.GetEnvironmentVariable("UPDATE_FIXTURES") is not null)
        {
            File.WriteAllText(file, json);
        }

        Assert.Equal(File.ReadAllText(file), json);
    }

    [Fact]
    public void Values_that_are_no_numbers_become_gaps()
    {
        var figure = new Figure("Gaps").Add.Line(
            new[] { 1, 2, 3, 4 }, new[] { 0.1f, float.NaN, float.PositiveInfinity, 1e-9f });
        Assert.Equal("[0.1,null,null,1E-09]", JsonNode.Parse(figure.ToJson())!["data"]![0]!["y"]!.ToJsonString());
    }

    [Fact]
    public void A_legend_names_each_name_once()
    {
        var figure = new Figure("Grid", rows: 2);
        figure[0, 0].Add.Line(new[] { 1 }, new[] { 1 }, "human").Add.Line(new[] { 1 }, new[] { 1 });
        figure[1, 0].Add.Line(new[] { 1 }, new[] { 1 }, "human");
        var shown = JsonNode.Parse(figure.ToJson())!["data"]!.AsArray().Select(trace => trace!["showlegend"]!.GetValue<bool>());
        Assert.Equal([true, false, false], shown);
    }

    [Theory]
    [InlineData("Class imbalance in 'Train' session", "class-imbalance-in-train-session")]
    [InlineData("Best model (GRU, 512)", "best-model-gru-512")]
    [InlineData("…", "figure")]
    public void The_name_comes_from_the_title(string title, string name) => Assert.Equal(name, new Figure(title).Name);

    [Fact]
    public void Bad_data_is_refused_when_it_is_added()
    {
        var figure = new Figure("Bad");
        Refused("The scatter trace 'LSTM' has 3 x values and 2 y values.", () => figure.Add.Line(new[] { 1, 2, 3 }, new[] { 1, 2 }, "LSTM"));
        Refused("The bar trace has 1 x values and 2 y values.", () => figure.Add.Bar(new[] { "a" }, new[] { 1, 2 }));
        Refused("The heat map has 2 columns and 1 column names.", () => figure.Add.Heatmap(new double[1, 2], columns: ["a"]));
        Refused("The band has 1 x values, 2 lower and 1 upper values.", () => figure.Add.Band(new[] { 1 }, new[] { 1, 2 }, new[] { 1 }));
        Refused("'red' is not a colour of the form #rrggbb. (Parameter 'color')", () => Palette.Translucent("red", 0.5));
        Refused(
            "An image of 2 × 2 with 1 channel(s) needs 4 values; there are 3. (Parameter 'pixels')",
            () => Image.Gray(new byte[3], 2, 2));
        Refused(
            "UP is said to be down in 11 frames; session 'Test' has 10. (Parameter 'balance')",
            () => ClassBalanceFigure.Draw("Test", [("UP", 11)], 10));
        Refused("Session 'Test' has no action to draw. (Parameter 'balance')", () => ClassBalanceFigure.Draw("Test", [], 10));
        Refused(
            "The co-occurrence of 1 actions is a square of that size; found 2 × 1. (Parameter 'frames')",
            () => CooccurrenceFigure.Draw("Test", ["UP"], new int[2, 1]));
        Refused(
            "A press of UP lasts 0 frames; the shortest is 1. (Parameter 'presses')",
            () => RunLengthFigure.Draw("Test", [("UP", [3, 0])]));

        static void Refused(string message, Action action) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }

    [Fact]
    public void Viridis_ends_in_its_ends()
    {
        Assert.Equal("#440154", Palette.ViridisAt(0));
        Assert.Equal("#fde725", Palette.ViridisAt(1));
        Assert.Equal(7, Palette.Viridis(7).Distinct().Count());
    }

    [Fact]
    public void A_picture_survives_its_png()
    {
        byte[] colors = [1, 2, 3, 40, 50, 60, 255, 0, 128, 7, 8, 9];
        var pixels = Pixels.Decode(Png.Encode(colors, 2, 2, 3));
        Assert.Equal(["#010203", "#28323c", "#ff0080", "#070809"], new[] { pixels[0, 0], pixels[1, 0], pixels[0, 1], pixels[1, 1] });
    }

    [Fact]
    public void Html_holds_no_markup_from_the_data()
    {
        var html = new Figure("</script><b>\"x\"").Add.Bar(new[] { "</script>" }, new[] { 1 }).ToHtml();
        Assert.Equal(2, html.Split("</script>").Length - 1);
        Assert.DoesNotContain("<b>", html);
    }

    private static string Fixtures([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Fixtures");
}
