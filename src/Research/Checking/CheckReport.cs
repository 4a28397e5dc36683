using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Checking;

/// <summary>What was found in a folder of sessions.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Sessions">The sessions that were checked.</param>
/// <param name="Findings">The findings: session by session, and then the folder's.</param>
public sealed record CheckReport(string Folder, IReadOnlyList<CheckedFiles> Sessions, IReadOnlyList<Finding> Findings)
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Seconds that it took.</summary>
    public double Seconds { get; init; }

    /// <summary>How many findings of a severity there are.</summary>
    public int Count(Severity severity) => Findings.Count(finding => finding.Severity == severity);

    /// <summary>The report as one JSON object: <c>folder</c>, <c>seconds</c>, <c>sessions</c>, <c>findings</c>.</summary>
    public string ToJson() => new JsonObject
    {
        ["folder"] = Folder,
        ["seconds"] = Seconds,
        ["errors"] = Count(Severity.Error),
        ["warnings"] = Count(Severity.Warning),
        ["sessions"] = new JsonArray([.. Sessions.Select(session => (JsonNode)new JsonObject
        {
            ["folder"] = session.Folder,
            ["name"] = session.Name,
            ["frames"] = session.Frames,
            ["seconds"] = session.Seconds,
            ["frames_seen"] = session.FramesSeen,
            ["label_lag"] = session.LabelLag,
            ["check_seconds"] = session.CheckSeconds,
        })]),
        ["findings"] = new JsonArray([.. Findings.Select(Json)]),
    }.ToJsonString(Readable);

    /// <summary>The report as a page that opens offline: one file with its style and small pictures.</summary>
    public string ToHtml() => CheckPage.Of(this);

    private static JsonNode Json(Finding finding)
    {
        var json = new JsonObject
        {
            ["code"] = finding.Code,
            ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
            ["session"] = finding.Session,
            ["file"] = finding.Place.File,
        };
        if (finding.Place.Line > 0)
        {
            json["line"] = finding.Place.Line;
        }

        if (finding.Place.Frame is { } frame)
        {
            json["frame"] = frame;
        }

        if (finding.Place.Seconds is { } seconds)
        {
            json["seconds"] = seconds;
        }

        json["found"] = finding.Found;
        json["expected"] = finding.Expected;
        json["why"] = finding.Why;
        json["repair"] = finding.Repair;
        return json;
    }
}
