using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Research.Notebooks.Jupyter;

/// <summary>What was run in this kernel. It ends with it, so there is but one session.</summary>
internal sealed class History
{
    private const int Session = 1;
    private readonly List<(int Number, string Code, string? Result)> _cells = [];

    public void Add(int number, string code, string? result) => _cells.Add((number, code, result));

    /// <summary>Answers a <c>history_request</c>.</summary>
    public JsonObject Answer(JsonObject request)
    {
        var found = (string?)request["hist_access_type"] switch
        {
            "range" => Range((int?)request["session"] ?? 0, (int?)request["start"] ?? 0, (int?)request["stop"]),
            "search" => Search((string?)request["pattern"] ?? "*", (bool?)request["unique"] ?? false)
                .TakeLast((int?)request["n"] ?? int.MaxValue),
            _ => _cells.TakeLast((int?)request["n"] ?? int.MaxValue),
        };
        bool withResults = (bool?)request["output"] ?? false;
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray(
            [
                .. found.Select(cell => new JsonArray(Session, cell.Number, withResults ? new JsonArray(cell.Code, cell.Result)
                : cell.Code)),
            ]),
        };
    }

    private IEnumerable<(int Number, string Code, string? Result)> Range(int session, int start, int? stop) =>
        session is Session or 0 ? _cells.Where(cell => cell.Number >= start && cell.Number < (stop ?? int.MaxValue)) : [];

    private IEnumerable<(int Number, string Code, string? Result)> Search(string pattern, bool isUnique)
    {
        // A glob, as in a shell.
        var glob =
            new Regex(
            $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal)}$", RegexOptions.Singleline);
        var found = _cells.Where(cell => glob.IsMatch(cell.Code));
        return isUnique ? found.Reverse().DistinctBy(cell => cell.Code).Reverse() : found;
    }
}
