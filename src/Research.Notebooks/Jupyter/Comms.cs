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
                Open(target, id, data);
                break;
            case "comm_msg" when _open.TryGetValue(id, out var open):
                open.Comm.Receive(data);
                break;
            case "comm_close" when _open.TryRemove(id, out var closed):
                closed.Comm.ReceiveClose();
                break;
        }
    }

    /// <summary>Opens a comm, unless there is no such target, or the target closes it at once, or throws.</summary>
    private void Open(string target, string id, JsonObject data)
    {
        bool isClosed = false;
        Interactive.Comm? comm;
        try
        {
            comm = Interactive.Comm.OpenTo(target, Answer, data);
        }
        catch
        {
            if (!isClosed)
            {
                Send("comm_close", id, []);
            }

            throw;
        }

        if (comm is null)
        {
            Send("comm_close", id, []);
        }
        else if (!isClosed)
        {
            _open[id] = (target, comm);
        }

        void Answer(string type, JsonObject sent)
        {
            isClosed |= type == "comm_close";
            Send(type, id, sent);
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

        link.Publish(type, new JsonObject { ["comm_id"] = id, ["data"] = data.DeepClone() }, _last);
    }
}
