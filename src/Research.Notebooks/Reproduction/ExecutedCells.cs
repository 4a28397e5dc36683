using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>The cells of an executed notebook as HTML: texts, code to unfold, figures, tables.</summary>
internal sealed partial class ExecutedCells
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    private readonly StringBuilder _html = new();
    private readonly List<(string Id, string Title)> _sections = [];
    private readonly string _name;

    /// <summary>Lays out a notebook.</summary>
    /// <param name="name">The notebook's name: the ids of its headings begin with it.</param>
    /// <param name="notebook">The executed notebook.</param>
    public ExecutedCells(string name, NotebookDocument notebook)
    {
        _name = name;
        foreach (var cell in notebook.Cells)
        {
            Append(cell);
        }
    }

    /// <summary>The fragment.</summary>
    public string Html => _html.ToString();

    /// <summary>Its sections: the ids and texts of the headings below the title.</summary>
    public IReadOnlyList<(string Id, string Title)> Sections => _sections;

    private void Append(NotebookCell cell)
    {
        if (cell.CellType == "markdown")
        {
            AppendText(cell.Source);
        }
        else if (cell.IsCode && cell.Source.Length > 0)
        {
            bool open = cell.HasTag(NotebookParameters.Tag) || cell.HasTag(NotebookParameters.InjectedTag);
            _html.Append(
                $"<details{(open ? " open" : "")}><summary>code {cell.ExecutionCount}</summary><pre "
                + $"class=\"code\">{Encode(cell.Source)}</pre></details>\n");
            foreach (var output in cell.Outputs)
            {
                _html.Append(Output(output)).Append('\n');
            }
        }
    }

    /// <summary>The page has a title of its own: headings go down a level, and those of sections can be jumped to.</summary>
    private void AppendText(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            if (heading.Level++ == 2)
            {
                string id = $"{_name}-{_sections.Count + 1}";
                heading.GetAttributes().Id = id;
                _sections.Add((id, string.Concat(heading.Inline!.Descendants<LeafInline>().Select(TextOf))));
            }
        }

        _html.Append(document.ToHtml(Pipeline));
    }

    private static string TextOf(LeafInline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        _ => " ",
    };

    private static string Output(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => $"<pre>{Encode(NotebookCell.Text(output["text"]))}</pre>",
        "error" =>
            $"<pre class=\"error\">{Encode(Ansi().Replace(string.Join('\n', output["traceback"]!.AsArray().Select(l => (string?)l)), ""))}</pre>",
        _ => output["data"] is JsonObject data ? Data(data) : "",
    };

    private static string Data(JsonObject data)
    {
        string? Text(string mimeType) => data[mimeType] is { } stored ? NotebookCell.Text(stored) : null;

        return Text(MimeBundle.Html) is { } markup ? $"<div class=\"output\">{ExploredHtml.WithoutScript(markup)}</div>"
            : Text(FigureFormatting.PngMimeType) is { } png ? Thumbnail(Text(MimeBundle.PlainText) ?? "", png)
            : Text("text/markdown") is { } markdown ? Markdown.ToHtml(markdown, Pipeline)
            : $"<pre>{Encode(Text(MimeBundle.PlainText) ?? "")}</pre>";
    }

    /// <summary>A picture that enlarges; its title is what a reader hears who does not see it.</summary>
    private static string Thumbnail(string title, string png) => $"""
        <button class="thumbnail" type="button" title="enlarge">
        <img alt="{Encode(title)}" src="data:image/png;base64,{png}"></button>
        """;

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"\x1B\[[0-9;]*m")]
    private static partial Regex Ansi();
}
