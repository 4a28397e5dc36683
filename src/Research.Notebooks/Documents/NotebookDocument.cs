using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Notebooks;

/// <summary>
/// A Jupyter notebook (nbformat 4). Everything that the file says is kept, known or not: loading and saving a notebook
/// that Jupyter wrote gives the same bytes.
/// </summary>
public sealed class NotebookDocument
{
    private readonly JsonArray _cells;

    private NotebookDocument(JsonObject json, string? path)
    {
        Json = json;
        Path = path;
        _cells = json["cells"]!.AsArray();
    }

    /// <summary>The whole document; changes show in both.</summary>
    public JsonObject Json { get; }

    /// <summary>The full path that the notebook was loaded from; null for one that was made in memory.</summary>
    public string? Path { get; }

    /// <summary>The minor version of the format: cells have ids from 5 on.</summary>
    public int FormatMinor => (int?)Json["nbformat_minor"] ?? 0;

    /// <summary>The cells in order.</summary>
    public IReadOnlyList<NotebookCell> Cells => [.. _cells.Select(cell => new NotebookCell(cell!.AsObject()))];

    /// <summary>The language that the notebook says it is in (<c>C#</c>, <c>python</c>, …); null where it says none.</summary>
    public string? Language =>
        Name(Json["metadata"]?["kernelspec"], "language") ?? Name(Json["metadata"]?["language_info"], "name");

    /// <summary>
    /// The language of cells that name none, as the engine calls it (<c>csharp</c>, <c>fsharp</c>); null where it knows none.
    /// </summary>
    public string? DefaultLanguage =>
        LanguageNames.Find(Name((Json["metadata"]?["polyglot_notebook"] as JsonObject)?["kernelInfo"], "defaultKernelName")
            ?? Language ?? LanguageNames.CSharp);

    /// <summary>Reads a notebook: an <c>.ipynb</c>, or one of .NET Interactive's <c>.dib</c> files, which becomes one.</summary>
    /// <exception cref="NotebookFormatException">The file is no notebook of version 4.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static NotebookDocument Load(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (System.IO.Path.GetExtension(full).Equals(".dib", StringComparison.OrdinalIgnoreCase))
        {
            return new NotebookDocument(DibFormat.Read(File.ReadAllText(full), path).Json, full);
        }

        return new NotebookDocument(Read(File.ReadAllBytes(full), path), full);
    }

    /// <summary>Reads a notebook from its JSON.</summary>
    /// <param name="json">The file's content.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="NotebookFormatException">The text is no notebook of version 4.</exception>
    public static NotebookDocument Parse(string json, string name) =>
        new(Read(System.Text.Encoding.UTF8.GetBytes(json), name), path: null);

    /// <summary>An empty C# notebook of version 4.5.</summary>
    public static NotebookDocument Create() => new(
        new JsonObject
        {
            ["cells"] = new JsonArray(),
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = "C#", ["language"] = "C#", ["name"] = "csharp" },
                ["language_info"] =
                    new JsonObject { ["file_extension"] = ".cs", ["mimetype"] = "text/x-csharp", ["name"] = "C#" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        },
        path: null);

    /// <summary>Inserts a new cell; it gets an id where the format has them.</summary>
    /// <param name="index">Its place, 0 … count.</param>
    /// <param name="cellType"><c>code</c>, <c>markdown</c> or <c>raw</c>.</param>
    /// <param name="source">Its text.</param>
    public NotebookCell Insert(int index, string cellType, string source)
    {
        var json = new JsonObject { ["cell_type"] = cellType };
        if (cellType == "code")
        {
            json["execution_count"] = null;
        }

        if (FormatMinor >= 5)
        {
            json["id"] = Guid.NewGuid().ToString("N")[..8];
        }

        json["metadata"] = new JsonObject();
        if (cellType == "code")
        {
            json["outputs"] = new JsonArray();
        }

        json["source"] = NotebookJson.Lines(source);
        _cells.Insert(index, json);
        return new NotebookCell(json);
    }

    /// <summary>Adds a new cell at the end; see <see cref="Insert"/>.</summary>
    public NotebookCell Add(string cellType, string source) => Insert(_cells.Count, cellType, source);

    /// <summary>Takes away what runs left in the code cells.</summary>
    public void ClearOutputs()
    {
        foreach (var cell in Cells)
        {
            cell.ClearOutputs();
        }
    }

    /// <summary>A copy that shares nothing with this one.</summary>
    public NotebookDocument Clone() => new(Json.DeepClone().AsObject(), Path);

    /// <summary>The notebook as Jupyter would write it.</summary>
    public string ToJson() => NotebookJson.Write(Json);

    /// <summary>Writes the notebook; a reader sees the old file or the new one, never a part.</summary>
    public void Save(string path) => AtomicFile.Write(path, ToJson());

    private static string? Name(JsonNode? section, string key) =>
        section is JsonObject known && known[key] is JsonValue value && value.TryGetValue<string>(out string? name) ? name : null;

    private static JsonObject Read(byte[] bytes, string file)
    {
        var node = Parse(bytes, file);
        if (node is not JsonObject json)
        {
            throw new NotebookFormatException(file, NotebookJson.Describe(node), "a notebook (a JSON object)");
        }

        if (!(json["nbformat"] is JsonValue version && version.TryGetValue<int>(out int major)))
        {
            throw new NotebookFormatException($"{file}, nbformat", NotebookJson.Describe(json["nbformat"]), "the number 4");
        }

        if (major != 4)
        {
            throw new NotebookFormatException(file, $"nbformat {major}",
                "nbformat 4 (`jupyter nbconvert --to notebook` brings older ones up to it)");
        }

        if (json["nbformat_minor"] is { } minor && !(minor is JsonValue number && number.TryGetValue<int>(out _)))
        {
            throw new NotebookFormatException($"{file}, nbformat_minor", NotebookJson.Describe(minor), "a whole number");
        }

        if (json["metadata"] is { } metadata and not JsonObject)
        {
            throw new NotebookFormatException($"{file}, metadata", NotebookJson.Describe(metadata), "an object");
        }

        if (json["cells"] is not JsonArray cells)
        {
            throw new NotebookFormatException($"{file}, cells", NotebookJson.Describe(json["cells"]), "a list of cells");
        }

        for (int index = 0; index < cells.Count; index++)
        {
            NotebookCell.Check(cells[index], $"{file}, cell {index + 1} of {cells.Count}");
        }

        return json;
    }

    private static JsonNode? Parse(byte[] bytes, string file)
    {
        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith("\uFEFF"u8))
        {
            content = content[3..];
        }

        try
        {
            var node = JsonNode.Parse(content,
                documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 256 });
            StrictJson.Decode(node);
            return node;
        }
        catch (JsonException e)
        {
            string reason = StrictJson.Reason(e);
            string place = e.LineNumber is { } line ? $"{file}, line {line + 1}, byte {e.BytePositionInLine + 1}" : file;
            throw new NotebookFormatException(place, $"malformed JSON ({reason})", "a notebook in JSON", e);
        }
        catch (InvalidOperationException e)
        {
            throw new NotebookFormatException(file, "a string that is not valid UTF-8 or has half a surrogate pair",
                "text in UTF-8", e);
        }
    }
}
