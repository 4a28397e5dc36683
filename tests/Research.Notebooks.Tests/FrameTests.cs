using Microsoft.Data.Analysis;
using Research.Notebooks.Interactive;
using Research.Tables;

namespace Research.Notebooks.Tests;

public sealed class FrameTests : IDisposable
{
    private readonly PolyglotEngine _engine = new(Path.GetTempPath());
    private readonly TestOutput _output = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public void A_frame_is_a_table_with_headings_in_words_that_sorts_by_the_numbers_behind()
    {
        var bundle =
            MimeBundle.Of(
            new[]
            {
                new { Policy = "<copy>", OnsetF1 = (double?)0.123456, WaitShare = 0.5 },
                new { Policy = "GRU", OnsetF1 = (double?)null, WaitShare = 0.25 },
            }.ToDataFrame());

        Assert.Equal([MimeBundle.Html, MimeBundle.PlainText], bundle.MimeTypes);
        Assert.Equal("Policy  Onset F1    Wait\n<copy>     0.123  50.0 %\nGRU          N/A  25.0 %",
            (string?)bundle[MimeBundle.PlainText]);
        string html = (string)bundle[MimeBundle.Html]!;
        Assert.Contains(
            "<th style=\"text-align:left\">Policy</th><th style=\"text-align:right\">Onset F1</th><th "
            + "style=\"text-align:right\">Wait</th>", html, StringComparison.Ordinal);
        Assert.Contains(
            "<td style=\"text-align:left\">&lt;copy&gt;</td><td style=\"text-align:right\" data-v=\"0.123456\">0.123</td><td "
            + "style=\"text-align:right\" data-v=\"0.5\">50.0 %</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td style=\"text-align:right\" data-v=\"\">N/A</td>", html, StringComparison.Ordinal);
        Assert.EndsWith("<p><i>… 50 more of 100 rows</i></p>",
            (string)MimeBundle.Of(Enumerable.Range(0, 100).Select(i => new { i }).ToDataFrame())[MimeBundle.Html]!,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_finds_the_frames_of_other_cells_by_name_as_they_are()
    {
        await Run(
            $"#r \"{typeof(DataFrame).Assembly.Location}\"\n#r \"{typeof(DataFrames).Assembly.Location}\"\nusing "
            + "Research.Tables;\n"
            + "var scores = new[] { new { Policy = \"GRU\", F1 = 0.5 }, new { Policy = \"LSTM\", F1 = double.NaN } "
            + "}.ToDataFrame();");
        Assert.Equal("GRU 0.5", await Row("SELECT * FROM scores WHERE F1 IS NOT NULL"));
        Assert.Equal("2", await Row("SELECT COUNT(*) FROM SCORES"));

        await Run("scores = new[] { new { Policy = \"CNN\", F1 = 1.0 } }.ToDataFrame();");
        Assert.Equal("CNN 1", await Row("SELECT * FROM scores"));
        await Run("#!sql\nDROP TABLE scores; CREATE TABLE scores(x); INSERT INTO scores VALUES (7)");
        Assert.Equal("7", await Row("SELECT * FROM scores"));
    }

    private async Task<CellResult> Run(string code)
    {
        var result = await _engine.RunAsync(code, _output);
        Assert.Null(result.Error?.Message);
        return result;
    }

    private async Task<string> Row(string sql) => string.Join(' ', ((QueryResult)(await Run("#!sql\n" + sql)).Value!)[0].Values);
}
