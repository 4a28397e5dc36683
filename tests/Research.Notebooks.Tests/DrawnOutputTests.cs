using System.Text.Json;
using Research.Figures;

namespace Research.Notebooks.Tests;

/// <summary>Outputs that do something in a browser, in a browser.</summary>
public sealed class DrawnOutputTests
{
    private static T InPage<T>(Func<Func<string, JsonElement>, T> work)
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        using var renderer = new ChromiumRenderer();
        return renderer.Draw("page", page => work(page.Evaluate));
    }

    private static string Put(string html) => $"document.body.innerHTML = {JsonSerializer.Serialize(html)}";

    [SkippableFact]
    public void A_click_on_a_head_sorts_the_table_and_the_next_one_turns_it()
    {
        var rows =
            new[]
            {
                new { Name = "b", F1 = (double?)10.0 },
                new { Name = "a", F1 = (double?)9.5 },
                new { Name = "c", F1 = (double?)null },
            };
        string html = (string)MimeBundle.Of(rows)[MimeBundle.Html]!;
        const string names = "[...document.querySelectorAll('tbody tr')].map(row => row.cells[0].textContent).join('')";

        string[] orders = InPage(evaluate =>
        {
            evaluate(Put(html));
            string Click(int column)
            {
                evaluate($"document.querySelectorAll('th')[{column}].click()");
                return evaluate(names).GetString()!;
            }

            return new[] { Click(0), Click(0), Click(1), Click(1) };
        });

        Assert.Equal(["abc", "cba", "abc", "cba"], orders);
    }

    [SkippableFact]
    public void Mermaid_draws_itself_where_there_is_no_browser_here()
    {
        string output = MermaidLanguage.Live("diagram", "graph LR\n  frames --> latent");
        string script = output[(output.IndexOf("<script>", StringComparison.Ordinal) + "<script>".Length)..output.LastIndexOf(
            "</script>", StringComparison.Ordinal)];

        string drawn = InPage(evaluate =>
        {
            evaluate("window.define = Object.assign(() => { throw new Error('a module loader took it'); }, { amd: {} }); true");
            evaluate(Put("<div id=\"diagram\"></div>"));
            evaluate(script.TrimEnd(';') + ".then(() => true)");
            return evaluate("document.querySelector('#diagram svg').textContent").GetString()!;
        });

        Assert.DoesNotContain("</script", script, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("frames", drawn, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_diagram_that_Mermaid_cannot_read_is_an_error_of_the_cell()
    {
        Skip.IfNot(ChromiumRenderer.IsAvailable, "There is no Chromium.");
        using var engine = new PolyglotEngine(Path.GetTempPath());
        var result = await engine.RunAsync("#!mermaid\ngraph LR\n  a -->> --> b", new TestOutput());

        Assert.Equal("MermaidError", result.Error!.Name);
        Assert.StartsWith("cell 1, Mermaid from line 2: Parse error on line 2:", result.Error.Message, StringComparison.Ordinal);
    }
}
