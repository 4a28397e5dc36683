using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>One cell: a view on its JSON, so that whatever else the file says about it stays.</summary>
public sealed class NotebookCell
{
    internal NotebookCell(JsonObject json) => Json = json;

    /// <summary>The cell as the file has it; changes show in both.</summary>
    public JsonObject Json { get; }

    /// <summary>The cell's type: <c>code</c>, <c>markdown</c>, <c>raw</c>, or one that this version does not know.</summary>
    public string CellType => Json["cell_type"]!.GetValue<string>();

    /// <summary>True for a code cell.</summary>
    public bool IsCode => CellType == "code";

    /// <summary>True for a code cell that has code in it.</summary>
    internal bool IsRun => IsCode && !string.IsNullOrWhiteSpace(Source);

    /// <summary>The cell's id (nbformat 4.5), or null where the file gives none.</summary>
    public string? Id => (string?)Json["id"];

    /// <summary>The cell's text. Read from a string or a list of lines, written as a list of lines.</summary>
    public string Source
    {
        get => Text(Json["source"]);
        set => NotebookJson.SetInOrder(Json, "source", NotebookJson.Lines(value));
    }

    /// <summary>The first line that is not blank, or the empty string.</summary>
    public string FirstLine => Source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0, "");

    /// <summary>The cell's metadata; created empty where the file has none.</summary>
    public JsonObject Metadata
    {
        get
        {
            if (Json["metadata"] is not JsonObject metadata)
            {
                NotebookJson.SetInOrder(Json, "metadata", metadata = []);
            }

            return metadata;
        }
    }

    /// <summary>
    /// The language that the cell says it is in, as polyglot notebooks store it (<c>polyglot_notebook.kernelName</c>, or
    /// <c>dotnet_interactive.language</c>); null where it says none.
    /// </summary>
    public string? Language => Json["metadata"] is JsonObject metadata ? LanguageOf(metadata) : null;

    /// <summary>The cell's tags, in the file's order.</summary>
    public IReadOnlyList<string> Tags =>
        (Json["metadata"] as JsonObject)?["tags"] is JsonArray tags ? [.. tags.Select(tag => tag!.GetValue<string>())] : [];

    /// <summary>The number shown as <c>In [n]</c>; null before the cell has run.</summary>
    public int? ExecutionCount
    {
        get => (int?)Json["execution_count"];
        set => NotebookJson.SetInOrder(Json, "execution_count", value);
    }

    /// <summary>A code cell's outputs, in the file's order. Setting them copies the list, not its items.</summary>
    public IReadOnlyList<JsonObject> Outputs
    {
        get => Json["outputs"] is JsonArray outputs ? [.. outputs.Select(output => output!.AsObject())] : [];
        set => NotebookJson.SetInOrder(Json, "outputs", new JsonArray([.. value]));
    }

    /// <summary>True if the cell carries the tag.</summary>
    public bool HasTag(string tag) => Tags.Contains(tag, StringComparer.Ordinal);

    /// <summary>Adds a tag unless it is there.</summary>
    public void AddTag(string tag)
    {
        if (HasTag(tag))
        {
            return;
        }

        if (Metadata["tags"] is not JsonArray tags)
        {
            NotebookJson.SetInOrder(Metadata, "tags", tags = []);
        }

        tags.Add((JsonNode)tag);
    }

    /// <summary>
    /// Takes away what a run left: outputs, execution count and execution times. Other cells have none and stay.
    /// </summary>
    public void ClearOutputs()
    {
        if (!IsCode)
        {
            return;
        }

        Outputs = [];
        ExecutionCount = null;
        (Json["metadata"] as JsonObject)?.Remove("execution");
    }

    /// <summary>The language that a cell's metadata name; null where they name none.</summary>
    internal static string? LanguageOf(JsonObject metadata) =>
        Name(metadata, "polyglot_notebook", "kernelName") ?? Name(metadata, "dotnet_interactive", "language");

    private static string? Name(JsonObject metadata, string section, string key) =>
        metadata[section] is JsonObject known && known[key] is JsonValue value && value.TryGetValue<string>(out string? name)
            ? name : null;

    /// <summary>Joins a text that may be stored as a string or as a list of lines.</summary>
    internal static string Text(JsonNode? stored) => stored switch
    {
        null => "",
        JsonArray lines => string.Concat(lines.Select(line => line!.GetValue<string>())),
        _ => stored.GetValue<string>(),
    };

    /// <summary>Throws where the cell lacks what every reader of it relies on.</summary>
    internal static void Check(JsonNode? node, string place)
    {
        if (node is not JsonObject cell)
        {
            throw new NotebookFormatException(place, NotebookJson.Describe(node), "an object");
        }

        if (!IsString(cell["cell_type"]))
        {
            throw new NotebookFormatException($"{place}, cell_type", NotebookJson.Describe(cell["cell_type"]),
                "\"code\", \"markdown\" or \"raw\"");
        }

        if (!IsText(cell["source"]))
        {
            throw new NotebookFormatException($"{place}, source", NotebookJson.Describe(cell["source"]),
                "a string or a list of strings");
        }

        if (cell["metadata"] is not (null or JsonObject))
        {
            throw new NotebookFormatException($"{place}, metadata", NotebookJson.Describe(cell["metadata"]), "an object");
        }

        if ((cell["metadata"] as JsonObject)?["tags"] is { } tags && !(tags is JsonArray list && list.All(IsString)))
        {
            throw new NotebookFormatException($"{place}, metadata.tags", NotebookJson.Describe(tags), "a list of strings");
        }

        if (cell["outputs"] is { } outputs && !(outputs is JsonArray items && items.All(item => item is JsonObject)))
        {
            throw new NotebookFormatException($"{place}, outputs", NotebookJson.Describe(outputs), "a list of objects");
        }

        if (cell["id"] is { } id && !IsString(id))
        {
            throw new NotebookFormatException($"{place}, id", NotebookJson.Describe(id), "a string");
        }

        if (cell["execution_count"] is { } count && !(count is JsonValue number && number.TryGetValue<int>(out _)))
        {
            throw new NotebookFormatException($"{place}, execution_count", NotebookJson.Describe(count),
                "a whole number or null");
        }
    }

    private static bool IsString(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsText(JsonNode? node) => IsString(node) || (node is JsonArray lines && lines.All(IsString));
}
