using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>Answers what an editor asks about a text that has not run.</summary>
internal static class EditorRequests
{
    public static async Task<JsonObject> CompleteAsync(ILanguageServices services, JsonObject request)
    {
        var (code, cursor) = Position(request);
        var list = await services.CompleteAsync(code, cursor);
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. list.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = CodePoints.FromUnits(code, list.Start),
            ["cursor_end"] = CodePoints.FromUnits(code, list.End),
            ["metadata"] = new JsonObject
            {
                // IPython's way to tell of kinds and signatures, which front ends show beside the names.
                ["_jupyter_types_experimental"] = new JsonArray(
                [
                    .. list.Items.Select(item => new JsonObject
                    {
                        ["text"] = item.Text,
                        ["type"] = item.Kind,
                        ["signature"] = item.Signature ?? "",
                        ["start"] = CodePoints.FromUnits(code, list.Start),
                        ["end"] = CodePoints.FromUnits(code, list.End),
                    }),
                ]),
            },
        };
    }

    public static async Task<JsonObject> InspectAsync(ILanguageServices services, JsonObject request)
    {
        var (code, cursor) = Position(request);
        var found = await services.InspectAsync(code, cursor, (int?)request["detail_level"] ?? 0);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found?.ToJson() ?? [],
            ["metadata"] = new JsonObject(),
        };
    }

    public static JsonObject IsComplete(ILanguageServices services, JsonObject request)
    {
        var (status, indent) = services.IsComplete((string?)request["code"] ?? "");
        var reply = new JsonObject { ["status"] = status.ToString().ToLowerInvariant() };
        if (status == CompletenessStatus.Incomplete)
        {
            reply["indent"] = indent;
        }

        return reply;
    }

    private static (string Code, int Cursor) Position(JsonObject request)
    {
        string code = (string?)request["code"] ?? "";
        return (code, CodePoints.ToUnits(code, (int?)request["cursor_pos"] ?? code.Length));
    }
}
