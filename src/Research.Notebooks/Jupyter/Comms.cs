using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>The comms that are open between front ends and cells.</summary>
/// <remarks>A front end can open one only to a target that a cell has registered; one to any other is closed at once.</remarks>
internal sealed class Comms(KernelLink link)
{
    private readonly ConcurrentDictionary<string, (string Target, Interactive.Comm Comm)> _open = new();

    private volatile JupyterMessage? _last;

    /// <summary>Takes a <c>comm_open</c>, <c>comm_msg</c> or <c>comm_close</c>.</summary>
    public void Receive(JupyterMessage message)
    {
        _last = message;
        string id = (string?)message.Content["comm_id"] ?? "";
        var data = message.Content["data"] as JsonObject ?? [];
        switch (message.Type)
        {
            case "comm_open":
                string target = (string?)message.Content["target_name"] ?? "";
                if (Interactive.Comm.OpenTo(target, (type, sent) => Send(type, id, sent), data) is { } comm)
                {
                    _open[id] = (target, comm);
                }
                else
                {
                    Send("comm_close", id, []);
                }

                break;
            case "comm_msg" when _open.TryGetValue(id, out var open):
                open.Comm.Receive(data);
                break;
            case "comm_close" when _open.TryRemove(id, out var closed):
                closed.Comm.ReceiveClose();
                break;
        }
    }

    /// <summary>Answers a <c>comm_info_request</c>.</summary>
    public JsonObject Info(JsonObject request)
    {
        string? wanted = (string?)request["target_name"];
        return new JsonObject
        {
            ["status"] = "ok",
            ["comms"] = new JsonObject(_open.Where(open => string.IsNullOrEmpty(wanted) || open.Value.Target == wanted)
                .Select(open => KeyValuePair.Create(open.Key,
                    (JsonNode?)new JsonObject { ["target_name"] = open.Value.Target }))),
        };
    }

    private void Send(string type, string id, JsonObject data)
    {
        if (type == "comm_close")
        {
            _open.TryRemove(id, out _);
        }

        link.Publish(type, new JsonObject { ["comm_id"] = id, ["data"] = data }, _last);
    }
}
