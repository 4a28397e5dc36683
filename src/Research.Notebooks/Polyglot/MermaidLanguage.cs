using System.Net;
using System.Text.Json;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>
/// Mermaid parts are diagrams. Where there is a Chromium, the output is the finished drawing, which any page shows; else it
/// carries Mermaid itself, which draws when the output is shown. Neither asks the network.
/// </summary>
internal sealed class MermaidLanguage : ICellLanguage
{
    private int _diagrams;

    public string Name => LanguageNames.Mermaid;

    public bool HasVariables => false;

    public IReadOnlyList<(string Name, string Description)> Options =>
    [
        ("--display-width", "The drawing's width."),
        ("--display-height", "The drawing's height."),
        ("--display-background-color", "The colour behind the drawing."),
    ];

    public Task<CellResult> RunAsync(CodePart code, PartRun run) => Task.Run(() =>
    {
        string text = code.Text.Trim('\n');
        string id = $"mermaid-{run.Number}-{++_diagrams}";
        try
        {
            Show(ChromiumRenderer.IsAvailable ? $"<div>{MermaidDrawing.Draw(id, text)}</div>" : Live(id, text));
            return run.Done();
        }
        catch (FigureRenderException)
        {
            Show(Live(id, text)); // a browser that does not work is as good as none
            return run.Done();
        }
        catch (FormatException e)
        {
            string message = $"{run.Label}, Mermaid from line {code.Line}: {e.Message}";
            return run.Fail(new CellError("MermaidError", message, message.Split('\n'), code.Line));
        }

        void Show(string html) => run.Output.Display(
            MimeBundle.OfFormats((MimeBundle.Html, Framed(html, code.Options)), (MimeBundle.PlainText, text)),
            EventTranslator.NewId());
    });

    /// <summary>The drawing in the frame that the cell asked for.</summary>
    private static string Framed(string html, IDictionary<string, string> options)
    {
        (string Property, string Option)[] styles =
            [("width", "--display-width"), ("height", "--display-height"), ("background", "--display-background-color")];
        string style = string.Concat(styles
            .Where(style => options.ContainsKey(style.Option))
            .Select(style => $"{style.Property}: {options[style.Option]}; "));
        return style.Length == 0 ? html : $"<div style=\"{WebUtility.HtmlEncode(style.Trim())}\">{html}</div>";
    }

    /// <summary>An output that draws itself.</summary>
    internal static string Live(string id, string text) => $$"""
        <div id="{{id}}"><pre>{{WebUtility.HtmlEncode(text)}}</pre></div><script>(async element => {
        {{Bundles.Load("mermaid", Bundles.Mermaid)}}
        mermaid.initialize({ startOnLoad: false });
        element.innerHTML = (await mermaid.render("{{id}}-drawing", {{JsonSerializer.Serialize(text)}})).svg;
        })(document.getElementById("{{id}}"));</script>
        """;
}
