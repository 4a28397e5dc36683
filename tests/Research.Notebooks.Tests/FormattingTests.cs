using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks.Tests;

public sealed partial class FormattingTests
{
    [GeneratedRegex(" onclick=\"[^\"]*\" style=\"cursor:pointer\"")]
    private static partial Regex SortByClick();

    private sealed record Plot(int Points);

    private sealed record BadPlot(int Points);

    private sealed record Score(string Action, double F1, int Support);

    private sealed record Tagged(string Name)
    {
        public IHtmlContent Link { get; } = new HtmlString("<a>x</a>");

        public int[] Sizes { get; } = [1, 2];

        public string Broken => throw new InvalidOperationException($"{Name} is not there");
    }

    private static string Json(MimeBundle bundle) => bundle.ToJson()
        .ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    [Theory]
    [InlineData(1, "1")]
    [InlineData(1.5, "1.5")]
    [InlineData(true, "True")]
    [InlineData("a\n\"b\"", "a\n\"b\"")]
    [InlineData(DayOfWeek.Friday, "Friday")]
    public void Plain_values_are_plain_text(object? value, string text)
    {
        var bundle = MimeBundle.Of(value);
        Assert.Equal([MimeBundle.PlainText], bundle.MimeTypes);
        Assert.Equal(text, (string?)bundle[MimeBundle.PlainText]);
    }

    [Fact]
    public void All_preferred_formats_land_in_one_bundle_in_order()
    {
        Formatter.SetPreferredMimeTypesFor(typeof(Plot), "application/vnd.plotly.v1+json", "image/png");
        Formatter.Register<Plot>(plot => $$"""{"data":[{{plot.Points}}]}""", "application/vnd.plotly.v1+json");
        Formatter.Register<Plot>(_ => "iVBORw0KGgo=", "image/png");

        Assert.Equal(
            """{"application/vnd.plotly.v1+json":{"data":[7]},"image/png":"iVBORw0KGgo=","text/plain":"Plot { Points = 7 }"}""",
                Json(MimeBundle.Of(new Plot(7))));
    }

    [Fact]
    public void A_formatter_that_writes_no_JSON_for_a_JSON_format_is_named()
    {
        Formatter.SetPreferredMimeTypesFor(typeof(BadPlot), "application/vnd.bad+json");
        Formatter.Register<BadPlot>(_ => "{", "application/vnd.bad+json");

        var error = Assert.Throws<FormatException>(() => MimeBundle.Of(new BadPlot(1)));

        Assert.Equal(
            "The application/vnd.bad+json formatter of BadPlot wrote no JSON: Expected depth to be zero at the end of the JSON "
            + "payload. "
            + "There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 1.",
            error.Message);
    }

    [Fact]
    public void Records_make_a_table()
    {
        var bundle = MimeBundle.Of(new List<Score> { new("SHOOT", 0.72, 8254), new("<UP>", 0.5, 60) });

        Assert.Equal("Action    F1  Support\nSHOOT   0.72     8254\n<UP>     0.5       60",
            (string?)bundle[MimeBundle.PlainText]);
        Assert.Equal(
            "<table><thead><tr><th style=\"text-align:left\">Action</th><th style=\"text-align:right\">F1</th><th "
            + "style=\"text-align:right\">Support</th></tr></thead>"
            + "<tbody><tr><td style=\"text-align:left\">SHOOT</td><td style=\"text-align:right\">0.72</td><td "
            + "style=\"text-align:right\">8254</td></tr>"
            + "<tr><td style=\"text-align:left\">&lt;UP&gt;</td><td style=\"text-align:right\">0.5</td><td "
            + "style=\"text-align:right\">60</td></tr></tbody></table>",
            SortByClick().Replace((string?)bundle[MimeBundle.Html] ?? "", ""));
    }

    [Fact]
    public void Tuples_and_anonymous_objects_make_tables_too()
    {
        Assert.Equal("Item1  Item2\n    1  a", (string?)MimeBundle.Of(new[] { (1, "a") })[MimeBundle.PlainText]);
        Assert.Equal("N  S\n1  a", (string?)MimeBundle.Of(new[] { new { N = 1, S = "a" } })[MimeBundle.PlainText]);
    }

    [Fact]
    public void Dictionaries_make_a_table_of_their_keys()
    {
        var rows = new List<Dictionary<string, object?>> { new() { ["a"] = 1 }, new() { ["b"] = "x", ["a"] = 20 } };
        Assert.Equal(" a  b\n 1\n20  x", (string?)MimeBundle.Of(rows)[MimeBundle.PlainText]);
    }

    [Fact]
    public void Numbers_that_a_cell_has_formatted_line_up_to_the_right() =>
        Assert.Equal(
            "Action    F1  Share\nJUMP    0.50    12%\nDOWN     N/A     0%",
            (string?)MimeBundle.Of(new[] { ("JUMP", "0.50", "12%"), ("DOWN", "N/A", "0%") }
                .Select(r => new { Action = r.Item1, F1 = r.Item2, Share = r.Item3 }))[MimeBundle.PlainText]);

    [Fact]
    public void Table_cells_may_be_HTML_sequences_or_properties_that_throw()
    {
        var bundle = MimeBundle.Of(new[] { new Tagged("n") });

        Assert.Contains("<td style=\"text-align:left\"><a>x</a></td>", (string?)bundle[MimeBundle.Html],
            StringComparison.Ordinal);
        Assert.Contains("[ 1, 2 ]", (string?)bundle[MimeBundle.PlainText], StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: n is not there", (string?)bundle[MimeBundle.PlainText],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Long_tables_say_what_is_cut_off()
    {
        var rows = Enumerable.Range(0, 1234).Select(i => new Score("a", i, i));

        string? counted = (string?)MimeBundle.Of(rows.ToList())[MimeBundle.PlainText];
        string? endless = (string?)MimeBundle.Of(Endless())[MimeBundle.Html];

        Assert.EndsWith("\n… 1,184 more of 1,234 rows", counted, StringComparison.Ordinal);
        Assert.Equal(1 + 50 + 1, counted!.Split('\n').Length);
        Assert.EndsWith("</table><p><i>… and more: only the first 50 rows are shown</i></p>", endless, StringComparison.Ordinal);

        static IEnumerable<Score> Endless()
        {
            while (true)
            {
                yield return new("a", 0, 0);
            }
        }
    }

    [Fact]
    public void Long_sequences_of_numbers_say_what_is_cut_off() =>
        Assert.EndsWith("48, 49 ... (10 more) ]", (string?)MimeBundle.Of(Enumerable.Range(0, 60).ToArray())[MimeBundle.PlainText],
            StringComparison.Ordinal);

    [Fact]
    public void Null_is_distinguishable_from_an_empty_text()
    {
        Assert.Equal("""{"text/html":"<pre>&lt;null&gt;</pre>","text/plain":"<null>"}""", Json(MimeBundle.Of(null)));
        Assert.Equal("""{"text/plain":""}""", Json(MimeBundle.Of("")));
    }

    [Fact]
    public void Values_with_members_are_HTML_too()
    {
        Assert.Equal([MimeBundle.Html, MimeBundle.PlainText], MimeBundle.Of(new System.Numerics.Vector2(1, 2)).MimeTypes);
        Assert.Equal([MimeBundle.Html, MimeBundle.PlainText], MimeBundle.Of(new Uri("http://a/b")).MimeTypes);
        Assert.Contains("http://a/b", (string?)MimeBundle.Of(new Uri("http://a/b"))[MimeBundle.PlainText],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>one &amp; two</p><p>three</p>", "one & two\nthree")]
    [InlineData("a<br>b<script>var x = '<b>';</script><style>p { }</style>", "a\nb")]
    [InlineData("1 < 2 <b>bold</b>", "1 < 2 bold")]
    public void The_text_of_HTML_is_text(string html, string text) =>
        Assert.Equal(text, (string?)MimeBundle.Of(new HtmlString(html))[MimeBundle.PlainText]);

    private class Animal
    {
        public string Name { get; init; } = "";
    }

    private sealed class Dog : Animal
    {
        public int Tricks { get; init; }
    }

    private sealed class Bird : Animal
    {
        public double Wing { get; init; }
    }

    [Fact]
    public void A_list_of_a_base_type_shows_the_members_of_each() =>
        Assert.Equal(
            "Tricks  Name  Wing\n     3  Rex\n        Kea    1.5\n                  ".TrimEnd(),
            (string?)MimeBundle.Of(
                new List<Animal>
                {
                    new Dog { Name = "Rex", Tricks = 3 },
                    new Bird { Name = "Kea", Wing = 1.5 },
                })[MimeBundle.PlainText]);

    private class Loose
    {
        public object Value { get; } = 1;
    }

    private sealed class Exact : Loose
    {
        public new int Value { get; } = 2;
    }

    [Fact]
    public void Of_two_properties_of_a_name_the_one_that_hides_the_other_is_shown() =>
        Assert.Equal("Value\n    2", (string?)MimeBundle.Of(new List<Loose> { new Exact() })[MimeBundle.PlainText]);

    private sealed class Team : List<Score>
    {
        public string Coach { get; } = "Ada";
    }

    [Fact]
    public void A_sequence_with_properties_of_its_own_shows_both()
    {
        var bundle = MimeBundle.Of(new Team { new("SHOOT", 0.72, 8254) });
        Assert.Equal("Coach: Ada\nAction    F1  Support\nSHOOT   0.72     8254", (string?)bundle[MimeBundle.PlainText]);
        Assert.StartsWith("<table><tbody><tr><th>Coach</th><td>Ada</td></tr></tbody></table><table><thead",
            (string?)bundle[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public void HTML_is_shown_as_such()
    {
        var bundle = MimeBundle.Of(new HtmlString("<b>x</b>"));
        Assert.Equal("""{"text/html":"<b>x</b>","text/plain":"x"}""", Json(bundle));
    }
}
