using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>.NET Interactive's <c>.dib</c> files: plain text in which a line <c>#!fsharp</c> begins a new cell.</summary>
/// <remarks>The metadata name kernels that are in no list: those of packages, and those that the notebook connects.</remarks>
internal static partial class DibFormat
{
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    /// <summary>Sections that are no language of the kit. The last two are kernels of .NET Interactive's tool.</summary>
    private static readonly string[] OtherSections = ["meta", "raw", "value", "http", "kql"];

    /// <summary>Reads a file's text as a notebook.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What to call it in errors.</param>
    /// <exception cref="NotebookFormatException">Its metadata are no JSON.</exception>
    public static NotebookDocument Read(string text, string file)
    {
        string[] lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var notebook = NotebookDocument.Create();
        var kernels = OtherSections.ToHashSet(StringComparer.Ordinal);
        var (first, language) = (0, (string?)null);
        for (int index = 0; index < lines.Length; index++)
        {
            if (CellStart().Match(lines[index]) is not { Success: true } start)
            {
                continue;
            }

            if (language == "meta")
            {
                // JSON has no such lines: the metadata end here, and may name the kernel of this line.
                Add(index);
                (first, language) = (index, null);
            }

            string name = start.Groups[1].Value;
            if (LanguageNames.Find(name) is not null || kernels.Contains(name))
            {
                Add(index);
                (first, language) = (index + 1, name);
            }
        }

        Add(lines.Length);
        return notebook;

        void Add(int end)
        {
            string source = string.Join('\n', lines[first..end]).Trim('\n');
            if (language == "meta")
            {
                kernels.UnionWith(ReadMetadata(notebook, source, $"{file}, line {first + 1}"));
            }
            else if (source.Trim().Length > 0)
            {
                AddCell(notebook, language ?? notebook.DefaultLanguage ?? LanguageNames.CSharp, source);
            }
        }
    }

    private static void AddCell(NotebookDocument notebook, string name, string source)
    {
        string language = LanguageNames.Find(name) ?? name;
        if (language is LanguageNames.Markdown or "raw")
        {
            notebook.Add(language, source);
            return;
        }

        // As .NET Interactive's own converter names it, in the new way and the old.
        var cell = notebook.Add("code", source);
        cell.Metadata["dotnet_interactive"] = new JsonObject { ["language"] = language };
        cell.Metadata["polyglot_notebook"] = new JsonObject { ["kernelName"] = language };
    }

    /// <summary>Takes the metadata over.</summary>
    /// <returns>The names of the kernels that they list.</returns>
    private static IEnumerable<string> ReadMetadata(NotebookDocument notebook, string source, string place)
    {
        try
        {
            if (JsonNode.Parse(source, documentOptions: Reading) is not JsonObject metadata)
            {
                throw new NotebookFormatException(place, "metadata that are no JSON object", "{\"kernelInfo\": …}");
            }

            StrictJson.Decode(metadata);
            notebook.Json["metadata"]!["polyglot_notebook"] = metadata;
            return KernelNames(metadata);
        }
        catch (JsonException e)
        {
            string found = $"metadata that are no JSON ({StrictJson.Reason(e)})";
            throw new NotebookFormatException(place, found, "{\"kernelInfo\": …}", e);
        }
        catch (InvalidOperationException e)
        {
            throw new NotebookFormatException(place, "a string that has half a surrogate pair", "text in UTF-8", e);
        }
    }

    private static IEnumerable<string> KernelNames(JsonObject metadata) =>
        (metadata["kernelInfo"] as JsonObject)?["items"] is JsonArray items
            ? items.OfType<JsonObject>()
                .SelectMany(item => (item["aliases"] as JsonArray ?? []).Append(item["name"]))
                .OfType<JsonValue>()
                .Select(name => name.TryGetValue(out string? text) ? text : null)
                .OfType<string>()
            : [];

    [GeneratedRegex(@"^#!([A-Za-z][\w#.-]*)[ \t]*$")]
    private static partial Regex CellStart();
}
