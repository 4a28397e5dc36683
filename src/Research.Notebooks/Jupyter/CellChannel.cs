using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>One cell's outputs on their way to the front ends, and its questions to the one that runs it.</summary>
internal class CellChannel : ICellOutput, ICellInput
{
    private readonly Lock _asking = new();
    private readonly KernelLink _link;
    private readonly JupyterMessage _request;
    private readonly StreamBatch _streams;
    private readonly string _code;
    private readonly bool _allowsInput, _isSilent;

    public CellChannel(KernelLink link, JupyterMessage request, string code, bool allowsInput, bool isSilent)
    {
        (_link, _request, _code, _allowsInput, _isSilent) = (link, request, code, allowsInput, isSilent);
        _streams = new StreamBatch((name, text) => Publish("stream", new JsonObject { ["name"] = name, ["text"] = text }));
    }

    /// <summary>The cell's result in plain text; null if it had none.</summary>
    public string? Result { get; private set; }

    /// <summary>What ended the cell, as it was shown; null if nothing did.</summary>
    public JsonObject? Error { get; private set; }

    public void WriteStream(string stream, string text) => _streams.Write(stream, text);

    public void Display(MimeBundle content, string displayId) => Show("display_data", content, displayId);

    public void UpdateDisplay(MimeBundle content, string displayId) =>
        Show("update_display_data", content, displayId, _link.Running);

    public void ShowResult(MimeBundle content, int executionCount)
    {
        Result = (string?)content[MimeBundle.PlainText];
        _streams.Flush();
        Publish("execute_result", new JsonObject
        {
            ["execution_count"] = executionCount,
            ["data"] = content.ToJson(),
            ["metadata"] = content.Metadata.DeepClone(),
        });
    }

    public void ShowError(CellError error)
    {
        Error = new JsonObject
        {
            ["ename"] = error.Name,
            ["evalue"] = error.Message,
            ["traceback"] = new JsonArray([.. ColouredTraceback.Of(error, _code).Select(line => (JsonNode)line)]),
        };
        _streams.Flush();
        Publish("error", Error);
    }

    public void ClearOutput(bool wait)
    {
        _streams.Flush();
        Publish("clear_output", new JsonObject { ["wait"] = wait });
    }

    public string ReadLine(string prompt, bool isPassword, CancellationToken interrupt)
    {
        if (!_allowsInput)
        {
            throw new InvalidOperationException(
                $"Input was asked for{(prompt.Length > 0 ? $" (\"{prompt}\")" : "")}, but this front end does not take "
                    + "questions.");
        }

        lock (_asking) // a front end answers one question at a time, and its answer does not say which
        {
            interrupt.ThrowIfCancellationRequested();
            _streams.Flush();
            return _link.Ask(_request, prompt, isPassword, interrupt);
        }
    }

    /// <summary>Sends what is left; what background work writes later is sent as it comes.</summary>
    public void End() => _streams.End();

    private void Show(string type, MimeBundle content, string displayId, JupyterMessage? during = null)
    {
        _streams.Flush();
        Publish(type, new JsonObject
        {
            ["data"] = content.ToJson(),
            ["metadata"] = content.Metadata.DeepClone(),
            ["transient"] = new JsonObject { ["display_id"] = displayId },
        }, during);
    }

    private void Publish(string type, JsonObject content, JupyterMessage? during = null)
    {
        if (!_isSilent)
        {
            _link.Publish(type, (JsonObject)content.DeepClone(), during ?? _request);
        }
    }
}
