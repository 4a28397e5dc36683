using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Interactive;

/// <summary>A line between a cell and a part of the front end (a widget, an extension) that opened it.</summary>
public sealed class Comm
{
    private static readonly ConcurrentDictionary<string, Action<Comm, JsonObject>> Targets = new();

    private readonly Action<string, JsonObject> _send;

    private Comm(Action<string, JsonObject> send) => _send = send;

    /// <summary>Called with every message of the front end.</summary>
    public Action<JsonObject>? OnMessage { get; set; }

    /// <summary>Called when the front end closes it.</summary>
    public Action? OnClose { get; set; }

    /// <summary>Lets front ends open comms to a name.</summary>
    /// <param name="target">The name.</param>
    /// <param name="onOpen">Called with each new comm and what the front end sent along; sets <see cref="OnMessage"/>.</param>
    public static void RegisterTarget(string target, Action<Comm, JsonObject> onOpen) => Targets[target] = onOpen;

    /// <summary>Sends to the front end.</summary>
    public void Send(JsonObject data) => _send("comm_msg", data);

    /// <summary>Closes it.</summary>
    public void Close() => _send("comm_close", []);

    /// <summary>Opens one for a front end; null if nobody registered the target.</summary>
    internal static Comm? OpenTo(string target, Action<string, JsonObject> send, JsonObject data)
    {
        if (!Targets.TryGetValue(target, out var onOpen))
        {
            return null;
        }

        var comm = new Comm(send);
        onOpen(comm, data);
        return comm;
    }

    internal void Receive(JsonObject data) => OnMessage?.Invoke(data);

    internal void ReceiveClose() => OnClose?.Invoke();
}
