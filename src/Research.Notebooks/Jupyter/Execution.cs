using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>Runs the cells that front ends send, one after the other, on the caller's thread.</summary>
internal sealed class Execution(PolyglotEngine engine, KernelLink link, History history)
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;
    private volatile CellChannel? _last;

    /// <summary>Makes the running cell stop; nothing happens if none runs.</summary>
    public void Interrupt()
    {
        lock (_gate)
        {
            _running?.Cancel();
        }
    }

    /// <summary>Shows an exception that nothing caught, and writes it to the log.</summary>
    /// <returns>False if no cell's code threw it.</returns>
    public bool Show(Exception unhandled, TextWriter log) => UnhandledExceptions.Write(unhandled, _last, log);

    /// <summary>Runs one cell and replies.</summary>
    /// <param name="request">The <c>execute_request</c>.</param>
    /// <param name="queued">Tells how many requests wait behind it.</param>
    /// <returns>How many of them are to be dropped, because it failed: those that came before the reply. Requests sent after
    /// the reply are kept.</returns>
    public int Run(JupyterMessage request, Func<int> queued)
    {
        var content = request.Content;
        string code = (string?)content["code"] ?? "";
        string? language = NotebookCell.LanguageOf(request.Metadata);
        bool isSilent = (bool?)content["silent"] ?? false;
        bool isStored = (bool?)content["store_history"] ?? true;
        var channel = isSilent
            ? new SilentChannel(link, request, code)
            : isStored ? new CellChannel(link, request, code, (bool?)content["allow_stdin"] ?? false, isSilent: false)
            : new UncountedChannel(link, request, code, (bool?)content["allow_stdin"] ?? false);
        if (!isSilent)
        {
            _last = channel;
            link.Publish("execute_input",
                new JsonObject { ["code"] = code, ["execution_count"] = engine.ExecutionCount + (isStored ? 1 : 0) }, request);
        }

        using var interrupt = new CancellationTokenSource();
        lock (_gate)
        {
            _running = interrupt;
        }

        link.Running = request;
        JsonObject reply;
        try
        {
            bool isCSharp = language is null || LanguageNames.Find(language) == LanguageNames.CSharp;
            bool isQuestion = isCSharp && IsQuestion(code);
            reply = isQuestion ? Page(code) : RunCell(code, language, channel, interrupt.Token);
            if ((string?)reply["status"] == "ok")
            {
                reply["user_expressions"] = Evaluate(content["user_expressions"] as JsonObject ?? [], request, interrupt.Token);
            }
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }

            link.Running = null;
        }

        if (!isSilent && isStored)
        {
            history.Add((int)reply["execution_count"]!, code, channel.Result);
        }

        int drops = channel.Error is not null && ((bool?)content["stop_on_error"] ?? true) ? queued() : 0;
        link.Reply(KernelChannel.Shell, request, reply);
        return drops;
    }

    private JsonObject RunCell(string code, string? language, CellChannel channel, CancellationToken interrupt)
    {
        if (string.IsNullOrWhiteSpace(code))
        {
            return Done(engine.ExecutionCount);
        }

        var result = engine.RunAsync(code, channel, interrupt, language).GetAwaiter().GetResult();
        channel.End();
        if (channel.Error is not { } error)
        {
            return Done(result.ExecutionCount);
        }

        var reply = (JsonObject)error.DeepClone();
        reply["status"] = "error";
        reply["execution_count"] = result.ExecutionCount;
        reply["user_expressions"] = new JsonObject();
        return reply;
    }

    private static JsonObject Done(int number, params JsonNode[] payload) => new()
    {
        ["status"] = "ok",
        ["execution_count"] = number,
        ["user_expressions"] = new JsonObject(),
        ["payload"] = new JsonArray(payload),
    };

    /// <summary><c>name?</c> on a line of its own asks what the name is, as in IPython.</summary>
    private static bool IsQuestion(string code) => code.Trim() is { Length: > 1 } text && text[^1] == '?' && text[^2] != '?'
        && !text.AsSpan().ContainsAny("\n/'\"");

    private JsonObject Page(string code)
    {
        string name = code.Trim()[..^1];
        var known = engine.Services.InspectAsync(name, name.Length, detailLevel: 1).GetAwaiter().GetResult();
        return Done(engine.ExecutionCount, new JsonObject
        {
            ["source"] = "page",
            ["data"] = known?.ToJson() ?? new JsonObject { [MimeBundle.PlainText] = $"Nothing is known of '{name}'." },
            ["start"] = 0,
        });
    }

    private JsonObject Evaluate(JsonObject expressions, JupyterMessage request, CancellationToken interrupt)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            var channel = new SilentChannel(link, request, (string?)expression ?? "");
            var result = engine.RunAsync((string?)expression ?? "", channel, interrupt).GetAwaiter().GetResult();
            JsonObject value;
            if (channel.Error is { } error)
            {
                value = (JsonObject)error.DeepClone();
                value["status"] = "error";
            }
            else
            {
                var shown = MimeBundle.Of(result.Value);
                value = new JsonObject
                {
                    ["status"] = "ok",
                    ["data"] = shown.ToJson(),
                    ["metadata"] = shown.Metadata.DeepClone(),
                };
            }

            values[name] = value;
        }

        return values;
    }

    /// <summary>For a cell that the front end keeps out of the history: it shows what it gives, and is not counted.</summary>
    private sealed class UncountedChannel(KernelLink link, JupyterMessage request, string code, bool allowsInput)
        : CellChannel(link, request, code, allowsInput, isSilent: false), IUncountedOutput;

    /// <summary>For code that the front end runs for itself: it shows nothing and is not counted.</summary>
    private sealed class SilentChannel(KernelLink link, JupyterMessage request, string code)
        : CellChannel(link, request, code, allowsInput: false, isSilent: true), IUncountedOutput;
}
