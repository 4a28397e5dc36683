using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>Where a front end wants its kernel to listen, and the key that they share.</summary>
/// <param name="Address">The IP address; the loopback unless the file says otherwise.</param>
/// <param name="Key">The key of the signatures; empty if messages are not signed.</param>
/// <param name="ShellPort">For what the front end asks, in turn.</param>
/// <param name="ControlPort">For what it asks while a cell runs.</param>
/// <param name="IopubPort">For outputs and states, to all front ends.</param>
/// <param name="StdinPort">For what a cell asks.</param>
/// <param name="HeartbeatPort">For an echo.</param>
public sealed record ConnectionFile(
    string Address, string Key, int ShellPort, int ControlPort, int IopubPort, int StdinPort, int HeartbeatPort)
{
    private const string Scheme = "hmac-sha256";

    /// <summary>Reads a connection file.</summary>
    /// <exception cref="FormatException">It is no connection file, or asks for what this kernel does not do.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ConnectionFile Load(string path)
    {
        JsonObject file;
        try
        {
            file = JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject
                ?? throw new FormatException($"{path}: found no JSON object, expected a Jupyter connection file.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"{path}: found no JSON, expected a Jupyter connection file: {e.Message}", e);
        }

        string Text(string name, string standard) => file[name] switch
        {
            null => standard,
            JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
            var other => throw Wrong(name, other, "a string"),
        };

        int Port(string name) => file[name] switch
        {
            JsonValue value when value.TryGetValue(out int port) && port is > 0 and < 65536 => port,
            var other => throw Wrong(name, other, "a port from 1 to 65535"),
        };

        FormatException Wrong(string name, JsonNode? found, string expected) =>
            new($"{path}: {name}: found {(found is null ? "nothing" : found.ToJsonString())}, expected {expected}.");

        // What NetMQ calls ipc is TCP at a port that it computes from the path; libzmq's front ends use Unix sockets.
        if (Text("transport", "tcp") != "tcp")
        {
            throw Wrong("transport", file["transport"], "\"tcp\", the only transport that this kernel has");
        }

        string key = Text("key", "");
        if (key.Length > 0 && Text("signature_scheme", Scheme) != Scheme)
        {
            throw Wrong("signature_scheme", file["signature_scheme"], $"\"{Scheme}\"");
        }

        return new ConnectionFile(
            Text("ip", "127.0.0.1"), key, Port("shell_port"), Port("control_port"), Port("iopub_port"), Port("stdin_port"),
                Port("hb_port"));
    }

    /// <summary>The endpoint of a port, as ZeroMQ writes it.</summary>
    public string Endpoint(int port) => $"tcp://{Address}:{port}";
}
