using System.Net;
using System.Text;
using Research.Figures;
using Research.Tables;

namespace Research.Notebooks;

/// <summary>
/// A reproduction as one HTML page that needs nothing but itself: contents, what the documents report beside what was measured,
/// each notebook with its figures and tables, and what it all ran on and took.
/// </summary>
internal static class ReportPage
{
    private const string ComparisonId = "comparison", EnvironmentId = "environment";

    /// <summary>The first heading of a notebook.</summary>
    public static string? TitleOf(NotebookDocument notebook) =>
        notebook.Cells.Where(cell => cell.CellType == "markdown").SelectMany(cell => cell.Source.Split('\n'))
            .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();

    /// <summary>Writes the page: pictures first, then the notebooks, then their numbers beside the documents'.</summary>
    /// <param name="summary">What was run.</param>
    /// <param name="notebooks">The executed notebooks, in the same order.</param>
    /// <param name="published">The documents' numbers.</param>
    /// <param name="pictures">A small PNG of each notebook that has a figure, by its name.</param>
    public static string Render(
        ReproductionSummary summary, IReadOnlyList<NotebookDocument> notebooks, IReadOnlyList<PublishedTable> published,
        IReadOnlyDictionary<string, byte[]> pictures)
    {
        var laidOut = notebooks.Zip(summary.Notebooks,
            (notebook, about) => (About: about, Cells: new ExecutedCells(about.Name, notebook))).ToList();
        var ours = ComparisonTable.In(notebooks).Where(table => table.Value.Count > 0).ToDictionary();
        string profile = summary.Profile.ToString().ToLowerInvariant();
        var html = new StringBuilder();
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Results ({profile})</title>
            <style>
            {Bundles.Read("report.css")}
            </style>
            </head>
            <body>
            <header id="top">
            <h1>Results, profile <em>{profile}</em></h1>
            <p class="origin">{Encode(Origin(summary))}</p>
            {Gallery(summary, pictures)}
            <nav aria-label="Contents">
            <ol>
            {string.Join('\n', laidOut.Select(n => Entry(n.About, n.Cells)))}
            <li><a href="#{ComparisonId}">Beside the documents</a><p class="sections">{Links(published.Index().Where(table => ours.ContainsKey(table.Item.Title)).Select(table => (IdOf(table.Index), table.Item.Title)))}</p></li>
            <li><a href="#{EnvironmentId}">Environment, time and memory</a></li>
            </ol>
            </nav>
            </header>
            <main>

            """);
        foreach (var (about, cells) in laidOut)
        {
            html.Append($"<article id=\"{Encode(about.Name)}\">\n{cells.Html}{ToContents}</article>\n");
        }

        html.Append($"{Comparisons(summary, ours, published)}\n{EnvironmentOf(summary)}\n</main>\n{Enlarged}\n");
        if (laidOut.Any(n => ExploredHtml.HasFigure(n.Cells.Html)))
        {
            html.Append(ExploredHtml.Script).Append('\n'); // once for all notebooks
        }

        return html.Append("</body>\n</html>\n").ToString();
    }

    /// <summary>The picture that was chosen, over the page; a click or Escape closes it.</summary>
    private const string Enlarged = """
        <dialog id="enlarged" aria-label="Enlarged figure">
        <form method="dialog"><button title="close"><img alt=""></button></form>
        </dialog>
        <script>
        document.addEventListener('click', event => {
          const small = event.target.closest('.thumbnail')?.querySelector('img');
          const dialog = document.getElementById('enlarged');
          if (!small) return;
          Object.assign(dialog.querySelector('img'), { src: small.src, alt: small.alt });
          dialog.showModal();
        });
        </script>
        """;

    private const string ToContents = "<p class=\"to-contents\"><a href=\"#top\">Contents</a></p>\n";

    private static string Gallery(ReproductionSummary summary, IReadOnlyDictionary<string, byte[]> pictures)
    {
        var shown = summary.Notebooks.Where(notebook => pictures.ContainsKey(notebook.Name)).Select(notebook =>
            $"<figure><a href=\"#{Encode(notebook.Name)}\"><img alt=\"\" src=\"data:image/png;base64,"
                + $"{Convert.ToBase64String(pictures[notebook.Name])}\"></a><figcaption>{Encode(notebook.Title)}</figcaption></figure>");
        return $"<div class=\"gallery\">{string.Concat(shown)}</div>";
    }

    private static string Origin(ReproductionSummary summary) =>
        $"{summary.Started:yyyy-MM-dd HH:mm} UTC · "
            + $"{DurationText.Of(summary.Seconds)}{(summary.Revision is { } r ? $" · revision {r}" : "")} · {summary.Machine}";

    private static string Entry(NotebookSummary about, ExecutedCells cells)
    {
        string state = about.Status == CellStatus.Succeeded ? "" : $" <strong class=\"error\">{Word(about.Status)}</strong>";
        string error = about.Error is null ? "" : $"<pre class=\"error\">{Encode(about.Error)}</pre>";
        return $"<li><a href=\"#{Encode(about.Name)}\">{Encode(about.Title)}</a>{state}{error}<p "
            + $"class=\"sections\">{Links(cells.Sections)}</p></li>";
    }

    private static string Links(IEnumerable<(string Id, string Title)> places) =>
        string.Join(" · ", places.Select(p => $"<a href=\"#{Encode(p.Id)}\">{Encode(p.Title)}</a>"));

    private static string IdOf(int table) => $"{ComparisonId}-{table + 1}";

    private static string Comparisons(
        ReproductionSummary summary, Dictionary<string, IReadOnlyDictionary<string, string>> ours,
        IReadOnlyList<PublishedTable> published)
    {
        var html = new StringBuilder($"""
            <section id="{ComparisonId}">
            <h2>Beside the documents</h2>
            <p>Every number that the documents report and the notebooks reproduce, beside what this run measured, as its notebooks recorded it. Unless recordings were given, sessions are a scripted player's and recordings a simulated one's: then ours are measured on other data than the
            documents', and profiles below <em>report</em> train less.</p>

            """);
        foreach (var (i, table) in published.Index().Where(table => ours.ContainsKey(table.Item.Title)))
        {
            string title = summary.Notebooks.Any(n => n.Name == table.Notebook)
                ? $"<a href=\"#{table.Notebook}\">{Encode(table.Title)}</a>" : Encode(table.Title);
            html.Append(
                $"<h3 id=\"{IdOf(i)}\">{title}</h3>\n<div "
                + $"class=\"output\">{ComparisonTable.Html(table, ours[table.Title])}</div>\n");
        }

        string[] notRun = [.. published.Where(table => !ours.ContainsKey(table.Title))
            .Select(table => $"{table.Title} ({table.Numbers.Count} {(table.Numbers.Count == 1 ? "number" : "numbers")})")];
        if (notRun.Length > 0)
        {
            html.Append($"<p class=\"not-run\">Not run: {Encode(string.Join(" · ", notRun))}.</p>\n");
        }

        return html.Append(ToContents).Append("</section>").ToString();
    }

    private static string EnvironmentOf(ReproductionSummary summary)
    {
        (string Name, string? Value)[] facts =
        [
            ("machine", summary.Machine), .. (summary.Versions ?? new Dictionary<string, string>())
            .Select(v => (v.Key, (string?)v.Value)), ("revision of the kit", summary.Revision),
            ("most memory of the process", $"{summary.PeakMemoryMegabytes:N0} MB"),
        ];
        var times = summary.Notebooks.Select(n =>
            $"<tr><td><a href=\"notebooks/{Encode(n.Name)}.ipynb\">{Encode(n.Name)}.ipynb</a></td><td "
            + $"class=\"{Word(n.Status)}\">{Word(n.Status)}</td>"
            + $"<td>{n.CellsRun} of "
                + $"{n.CellsTotal}</td><td>{DurationText.Of(n.Seconds)}</td><td>{Encode(string.Join(", ", n.Parameters.Select(p => $"{p.Key}={p.Value}")))}</td></tr>");
        return $"""
            <section id="{EnvironmentId}">
            <h2>Environment, time and memory</h2>
            <div class="output"><table><tbody>{string.Concat(facts.Where(f => f.Value is not null).Select(f => $"<tr><th scope=\"row\">{Encode(f.Name)}</th><td>{Encode(f.Value!)}</td></tr>"))}</tbody></table></div>
            <div class="output"><table><thead><tr><th>notebook</th><th>status</th><th>cells</th><th>time</th><th>parameters given</th></tr></thead><tbody>{string.Concat(times)}</tbody>
            <tfoot><tr><th scope="row">together</th><td></td><td></td><td>{DurationText.Of(summary.Seconds)}</td><td></td></tr></tfoot></table></div>
            {ToContents}</section>
            """;
    }

    private static string Word(CellStatus status) => status.ToString().ToLowerInvariant();

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
