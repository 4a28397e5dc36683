using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Markdig;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>Executed notebooks as one HTML page that needs nothing but itself.</summary>
internal static partial class ReportPage
{
    private static readonly MarkdownPipeline Markdown = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();

    /// <summary>The first heading of a notebook.</summary>
    public static string? TitleOf(NotebookDocument notebook) =>
        notebook.Cells.Where(cell => cell.CellType == "markdown").SelectMany(cell => cell.Source.Split('\n'))
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>Writes the page.</summary>
    public static string Render(ReproductionSummary summary, IReadOnlyList<NotebookDocument> notebooks)
    {
        var html = new StringBuilder();
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Results ({summary.Profile.ToString().ToLowerInvariant()})</title>
            <style>
            {Style()}
            </style>
            <script>{PlotlyScript.Text.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}</script>
            </head>
            <body>
            <header>
            <h1>Results, profile <em>{summary.Profile.ToString().ToLowerInvariant()}</em></h1>
            <p class="origin">{Encode(string.Join(" · ", Origin(summary)))}</p>
            {Contents(summary)}
            </header>
            <main>

            """);
        foreach (var (notebook, about) in notebooks.Zip(summary.Notebooks))
        {
            html.Append($"<article id=\"{Encode(about.Name)}\">\n");
            foreach (var cell in notebook.Cells)
            {
                AppendCell(html, cell);
            }

            html.Append("</article>\n");
        }

        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static IEnumerable<string> Origin(ReproductionSummary summary) =>
        ((string?[])[$"{summary.Started:yyyy-MM-dd HH:mm} UTC", $"{summary.Seconds:0.0} s", summary.Revision is { } r ? $"revision {r}" : null, summary.Machine]).OfType<string>();

    private static string Contents(ReproductionSummary summary)
    {
        var rows = summary.Notebooks.Select(n => $"""
            <tr><td><a href="#{Encode(n.Name)}">{Encode(n.Title)}</a></td><td class="{n.Status.ToString().ToLowerInvariant()}">{n.Status.ToString().ToLowerInvariant()}</td><td>{n.CellsRun} of {n.CellsTotal}</td><td>{n.Seconds:0.0} s</td><td><a href="notebooks/{Encode(n.Name)}.ipynb">{Encode(n.Name)}.ipynb</a></td></tr>
            """ + (n.Error is { } error ? $"<tr><td colspan=\"5\"><pre class=\"error\">{Encode(error)}</pre></td></tr>" : ""));
        return $"<table class=\"contents\"><thead><tr><th>experiment</th><th>status</th><th>cells</th><th>time</th><th>notebook</th></tr></thead><tbody>{string.Join('\n', rows)}</tbody></table>";
    }

    private static void AppendCell(StringBuilder html, NotebookCell cell)
    {
        if (cell.CellType == "markdown")
        {
            html.Append(Markdig.Markdown.ToHtml(cell.Source, Markdown));
        }
        else if (cell.IsCode && cell.Source.Length > 0)
        {
            bool open = cell.HasTag(NotebookParameters.Tag) || cell.HasTag(NotebookParameters.InjectedTag);
            html.Append($"<details{(open ? " open" : "")}><summary>code {cell.ExecutionCount}</summary><pre class=\"code\">{Encode(cell.Source)}</pre></details>\n");
            foreach (var output in cell.Outputs)
            {
                html.Append(Output(output)).Append('\n');
            }
        }
    }

    private static string Output(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => $"<pre>{Encode(NotebookCell.Text(output["text"]))}</pre>",
        "error" => $"<pre class=\"error\">{Encode(Ansi().Replace(string.Join('\n', output["traceback"]!.AsArray().Select(l => (string?)l)), ""))}</pre>",
        _ => output["data"] is JsonObject data ? Data(data) : "",
    };

    private static string Data(JsonObject data)
    {
        string? Text(string mimeType) => data[mimeType] is { } stored ? NotebookCell.Text(stored) : null;

        if (data[FigureFormatting.PlotlyMimeType] is JsonObject figure)
        {
            return FigureHtml.Fragment(figure);
        }

        return Text("text/html") is { } markup ? $"<div class=\"output\">{markup}</div>"
            : Text(FigureFormatting.PngMimeType) is { } png ? $"<img alt=\"\" src=\"data:image/png;base64,{png}\">"
            : Text("text/markdown") is { } markdown ? Markdig.Markdown.ToHtml(markdown, Markdown)
            : $"<pre>{Encode(Text("text/plain") ?? "")}</pre>";
    }

    private static string Style()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    [GeneratedRegex(@"\x1B\[[0-9;]*m")]
    private static partial Regex Ansi();
}
