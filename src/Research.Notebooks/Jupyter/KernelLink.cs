using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>What a kernel says to its front ends: replies, outputs, states and questions.</summary>
internal sealed class KernelLink(Action<KernelChannel, JupyterMessage> send)
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly Lock _asking = new();
    private TaskCompletionSource<string>? _question;

    /// <summary>
    /// The cell that is running; null between cells. Front ends take an update only from the cell that they wait for.
    /// </summary>
    public JupyterMessage? Running { get; set; }

    /// <summary>Answers a request on the channel that it came by.</summary>
    public void Reply(KernelChannel channel, JupyterMessage request, JsonObject content) =>
        send(channel, JupyterMessage.Create(request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content,
            request.Header, _session, request.Identities));

    /// <summary>Tells all front ends.</summary>
    public void Publish(string type, JsonObject content, JupyterMessage? request) =>
        send(KernelChannel.Iopub, JupyterMessage.Create(type, content, request?.Header ?? [], _session,
            [System.Text.Encoding.UTF8.GetBytes($"kernel.{_session}.{type}")]));

    /// <summary>The message that a new subscriber to iopub receives first.</summary>
    /// <param name="subscription">The prefix of topics that it subscribes to; empty for all.</param>
    public JupyterMessage Welcome(string subscription) =>
        JupyterMessage.Create("iopub_welcome", new JsonObject { ["subscription"] = subscription }, [], _session);

    /// <summary>Tells all front ends whether the kernel is <c>busy</c>, <c>idle</c> or <c>starting</c>.</summary>
    public void PublishState(string state, JupyterMessage? request) =>
        Publish("status", new JsonObject { ["execution_state"] = state }, request);

    /// <summary>Asks the front end that a request came from, and waits for its answer.</summary>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    public string Ask(JupyterMessage request, string prompt, bool isPassword, CancellationToken interrupt)
    {
        var question = new TaskCompletionSource<string>();
        lock (_asking)
        {
            _question = question;
        }

        send(KernelChannel.Stdin, JupyterMessage.Create(
            "input_request", new JsonObject { ["prompt"] = prompt, ["password"] = isPassword }, request.Header, _session,
                request.Identities));
        question.Task.Wait(interrupt);
        return question.Task.Result;
    }

    /// <summary>Takes the answer to the last question.</summary>
    public void Answer(JupyterMessage reply)
    {
        lock (_asking)
        {
            _question?.TrySetResult((string?)reply.Content["value"] ?? "");
        }
    }
}
