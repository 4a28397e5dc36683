using System.Net;
using System.Text;

namespace Research.Checking;

/// <summary>A report as a page of its own, which opens offline.</summary>
internal static class CheckPage
{
    private const string Style = """
        body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 76em; padding: 0 1em; color: #222; }
        table { border-collapse: collapse; width: 100%; margin: 1em 0 2em; }
        th, td { text-align: left; vertical-align: top; padding: .45em .7em; border-bottom: 1px solid #ddd; }
        code { background: #f3f3f3; padding: .1em .3em; overflow-wrap: anywhere; }
        .error { color: #b00020; font-weight: 600; } .warning { color: #8a5a00; font-weight: 600; } .note { color: #555; }
        img { display: block; margin-top: .4em; max-width: 160px; border: 1px solid #ccc; }
        @media (prefers-color-scheme: dark) { body { background: #181818; color: #ddd; } code { background: #2a2a2a; }
          th, td { border-color: #3a3a3a; } .error { color: #ff8a80; } .warning { color: #ffcc80; } .note { color: #aaa; } }
        """;

    /// <summary>The page as HTML.</summary>
    public static string Of(CheckReport report)
    {
        var page = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Append($"<title>Check of {Text(report.Folder)}</title><style>{Style}</style></head><body>")
            .Append($"<h1>Check of {Text(report.Folder)}</h1><p>{report.Count(Severity.Error)} errors, ")
            .Append($"{report.Count(Severity.Warning)} warnings, {report.Count(Severity.Note)} notes, ")
            .Append($"in {report.Seconds:0.0} s.</p>");
        AddSessions(page, report);
        if (report.Findings.Count > 0)
        {
            AddFindings(page, report);
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void AddSessions(StringBuilder page, CheckReport report)
    {
        page.Append("<table><tr><th>session</th><th>frames</th><th>seconds</th><th>frames looked at</th>")
            .Append("<th>keys later than the picture</th></tr>");
        foreach (var session in report.Sessions)
        {
            page.Append($"<tr><td>{Text(session.Name)}</td><td>{session.Frames:N0}</td><td>{session.Seconds:N1}</td>")
                .Append($"<td>{session.FramesSeen:N0}</td>")
                .Append($"<td>{(session.LabelLag is { } lag ? $"{lag:0.0} s" : "not known")}</td></tr>");
        }

        page.Append("</table>");
    }

    private static void AddFindings(StringBuilder page, CheckReport report)
    {
        page.Append("<table><tr><th></th><th>code</th><th>where</th><th>found and expected</th>")
            .Append("<th>why, and what repairs it</th></tr>");
        foreach (var finding in report.Findings.OrderByDescending(finding => finding.Severity))
        {
            string severity = finding.Severity.ToString().ToLowerInvariant();
            string picture = finding.Thumbnail is { } png
                ? $"<img alt=\"the frame\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\">" : "";
            page.Append($"<tr><td class=\"{severity}\">{severity}</td><td>{Text(finding.Code)}</td>")
                .Append($"<td>{Text(finding.Place.ToString())}{picture}</td>")
                .Append($"<td>Found {Text(finding.Found)}; expected {Text(finding.Expected)}.</td>")
                .Append($"<td>{Text(finding.Why)}<br><code>{Text(finding.Repair)}</code></td></tr>");
        }

        page.Append("</table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
