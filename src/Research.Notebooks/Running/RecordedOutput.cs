using System.Text;
using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>A cell's outputs as the notebook stores them. Output that comes after the cell's end still lands here.</summary>
/// <param name="before">The output of the cell before, whose displays this cell may update.</param>
internal sealed class RecordedOutput(RecordedOutput? before = null) : ICellOutput
{
    private readonly Lock _gate = new();
    private readonly List<Entry> _entries = [];
    private bool _clearsNext;

    public void WriteStream(string stream, string text)
    {
        lock (_gate)
        {
            ClearIfAsked();
            if (_entries.LastOrDefault() is StreamEntry last && last.Name == stream)
            {
                last.Text.Append(text);
            }
            else
            {
                _entries.Add(new StreamEntry(stream, new StringBuilder(text)));
            }
        }
    }

    public void Display(MimeBundle content, string displayId) => Add(new DisplayEntry(displayId) { Content = content });

    public void UpdateDisplay(MimeBundle content, string displayId)
    {
        lock (_gate)
        {
            if (_entries.OfType<DisplayEntry>().SingleOrDefault(entry => entry.DisplayId == displayId) is { } shown)
            {
                shown.Content = content;
                return;
            }
        }

        // An earlier cell may have shown it. If no cell has, it was cleared away.
        before?.UpdateDisplay(content, displayId);
    }

    public void ShowResult(MimeBundle content, int executionCount) => Add(new ResultEntry(content, executionCount));

    public void ShowError(CellError error) => Add(new ErrorEntry(error));

    public void ClearOutput(bool wait)
    {
        lock (_gate)
        {
            _clearsNext = wait;
            if (!wait)
            {
                _entries.Clear();
            }
        }
    }

    /// <summary>The outputs so far, in the order they were begun.</summary>
    public IReadOnlyList<JsonObject> ToJson()
    {
        lock (_gate)
        {
            return [.. _entries.Select(entry => entry.ToJson())];
        }
    }

    private void Add(Entry entry)
    {
        lock (_gate)
        {
            ClearIfAsked();
            _entries.Add(entry);
        }
    }

    private void ClearIfAsked()
    {
        if (_clearsNext)
        {
            _entries.Clear();
        }

        _clearsNext = false;
    }

    // nbformat stores texts as lists of lines, other data (base64, JSON) as it is.
    private static JsonObject Stored(MimeBundle content)
    {
        var stored = content.ToJson();
        foreach (string? mimeType in content.MimeTypes.Where(IsText))
        {
            stored[mimeType] = NotebookJson.Lines(content[mimeType]!.GetValue<string>());
        }

        return stored;
    }

    private static bool IsText(string mimeType) =>
        !MimeBundle.IsJson(mimeType)
        && (mimeType.StartsWith("text/", StringComparison.Ordinal) || mimeType is "image/svg+xml" or "application/javascript");

    private abstract record Entry
    {
        public abstract JsonObject ToJson();
    }

    private sealed record StreamEntry(string Name, StringBuilder Text) : Entry
    {
        public override JsonObject ToJson() => new()
        {
            ["name"] = Name,
            ["output_type"] = "stream",
            ["text"] = NotebookJson.Lines(Text.ToString()),
        };
    }

    private sealed record DisplayEntry(string DisplayId) : Entry
    {
        public required MimeBundle Content { get; set; }

        public override JsonObject ToJson() => new()
        {
            ["data"] = Stored(Content),
            ["metadata"] = Content.Metadata.DeepClone(),
            ["output_type"] = "display_data",
        };
    }

    private sealed record ResultEntry(MimeBundle Content, int ExecutionCount) : Entry
    {
        public override JsonObject ToJson() => new()
        {
            ["data"] = Stored(Content),
            ["execution_count"] = ExecutionCount,
            ["metadata"] = Content.Metadata.DeepClone(),
            ["output_type"] = "execute_result",
        };
    }

    private sealed record ErrorEntry(CellError Error) : Entry
    {
        public override JsonObject ToJson() => new()
        {
            ["ename"] = Error.Name,
            ["evalue"] = Error.Message,
            ["output_type"] = "error",
            ["traceback"] = new JsonArray([.. Error.Traceback.Select(line => (JsonNode)line)]),
        };
    }
}
