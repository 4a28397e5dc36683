namespace Research.Notebooks.Tests;

public sealed class FSharpHtmlTests
{
    [Fact]
    public async Task FSharp_lists_are_written_as_HTML()
    {
        using var engine = new PolyglotEngine(Path.GetTempPath(), "fsharp");
        var output = new RecordedOutput();
        await engine.RunAsync(
            """
            open Html
            div [ _class "a \"b\""; _style [ "color: red"; "margin: 0" ]; _htmlFor "x"; _colSpan 2.0; _checked true; _hidden false; _custom "data-n" 3 ] [
                h1 [] [ str "x < y" ]
                br [] []
                rawText "<i>z</i>"
                custom "my-tag" [] [ embedNoContext (HTML "<u>v</u>") ]
            ]
            """, output);
        await engine.RunAsync("Html.p [] [ Html.encodedText \"&\" ]", output);

        Assert.Equal(
            [
                """<div class="a &quot;b&quot;" style="color: red; margin: 0" for="x" colspan="2" checked data-n="3"><h1>x &lt; y</h1><br /><i>z</i><my-tag><u>v</u></my-tag></div>""",
                "<p>&amp;</p>",
            ],
            output.ToJson().Select(result => NotebookCell.Text(result["data"]!["text/html"])));
    }
}
