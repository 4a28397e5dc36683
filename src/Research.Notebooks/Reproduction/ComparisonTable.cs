using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using Research.Tables;

namespace Research.Notebooks;

/// <summary>
/// A <see cref="Comparison"/> as a table, and how it gets from a notebook to the page: with the table a cell's output has the
/// run's numbers by name, so that an executed notebook is where the page takes them from.
/// </summary>
internal static class ComparisonTable
{
    /// <summary>A document's title, and the run's numbers as text by their names, as JSON.</summary>
    public const string MimeType = "application/vnd.research.comparison+json";

    /// <summary>Tells the formatter.</summary>
    public static void Register()
    {
        Formatter.Register<Comparison>(comparison => Html(comparison.Table, Written(comparison)), HtmlFormatter.MimeType);
        Formatter.Register<Comparison>(Stored, MimeType);
        Formatter.Register<Comparison>(Text, MimeBundle.PlainText);
        Formatter.SetPreferredMimeTypesFor(typeof(Comparison), HtmlFormatter.MimeType, MimeType, MimeBundle.PlainText);
    }

    /// <summary>A document's numbers beside ours, and below them in one line how many were not run, and which.</summary>
    public static string Html(PublishedTable table, IReadOnlyDictionary<string, string> ours)
    {
        var run = table.Numbers.Where(number => ours.ContainsKey(number.Name)).ToList();
        var html = new StringBuilder("<table class=\"comparison\"><thead><tr><th>number</th><th>ours</th><th>document</th>"
            + "<th>where</th></tr></thead><tbody>");
        foreach (var number in run)
        {
            html.Append($"<tr><td>{Encode(number.Name)}</td><td>{Encode(ours[number.Name])}</td>"
                + $"<td>{Encode(number.Printed)}</td><td>{Encode(number.Source)}</td></tr>");
        }

        html.Append("</tbody></table>");
        string[] notRun = [.. table.Numbers.Except(run).Select(number => $"{number.Name} ({number.Printed})")];
        if (notRun.Length > 0)
        {
            html.Append($"<details class=\"not-run\"><summary>{notRun.Length} of {table.Numbers.Count} numbers "
                + $"{(notRun.Length == 1 ? "was" : "were")} {Comparison.NotRun}</summary>"
                + $"<p>{Encode(string.Join(" · ", notRun))}</p></details>");
        }

        return html.ToString();
    }

    /// <summary>
    /// The numbers of executed notebooks by the title of the document's table; of several for one table the last.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> In(IEnumerable<NotebookDocument> notebooks)
    {
        var found = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var stored in notebooks.SelectMany(n => n.Cells).SelectMany(cell => cell.Outputs)
            .Select(o => o["data"]?[MimeType]).OfType<JsonObject>())
        {
            found[(string)stored["title"]!] = stored["ours"]!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!);
        }

        return found;
    }

    private static Dictionary<string, string> Written(Comparison comparison) =>
        comparison.Table.Numbers.Select(n => (n.Name, Ours: comparison.Written(n))).Where(n => n.Ours is not null)
            .ToDictionary(n => n.Name, n => n.Ours!);

    private static string Stored(Comparison comparison) =>
        JsonSerializer.Serialize(new { title = comparison.Table.Title, ours = Written(comparison) });

    private static string Text(Comparison comparison) =>
        string.Join('\n', comparison.Table.Numbers.Select(n =>
            $"{n.Name}: {comparison.Written(n) ?? Comparison.NotRun} (document: {n.Printed})"));

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
