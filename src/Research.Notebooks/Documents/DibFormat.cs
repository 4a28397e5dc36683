using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>.NET Interactive's <c>.dib</c> files: plain text in which a line <c>#!fsharp</c> begins a new cell.</summary>
internal static partial class DibFormat
{
    /// <summary>Reads a file's text as a notebook.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What to call it in errors.</param>
    /// <exception cref="NotebookFormatException">Its metadata are no JSON.</exception>
    public static NotebookDocument Read(string text, string file)
    {
        string[] lines = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        var notebook = NotebookDocument.Create();
        var (first, language) = (0, (string?)null);
        for (int index = 0; index < lines.Length; index++)
        {
            if (CellStart().Match(lines[index]) is not { Success: true } start || !IsSection(start.Groups[1].Value))
            {
                continue;
            }

            Add(index);
            (first, language) = (index + 1, start.Groups[1].Value);
        }

        Add(lines.Length);
        return notebook;

        void Add(int end)
        {
            string source = string.Join('\n', lines[first..end]).Trim('\n');
            if (language == "meta")
            {
                ReadMetadata(notebook, source, $"{file}, line {first + 1}");
            }
            else if (source.Trim().Length > 0)
            {
                AddCell(notebook, language ?? notebook.DefaultLanguage ?? LanguageNames.CSharp, source);
            }
        }
    }

    private static bool IsSection(string name) => name is "meta" or "raw" or "value" || LanguageNames.Find(name) is not null;

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

    private static void ReadMetadata(NotebookDocument notebook, string source, string place)
    {
        try
        {
            if (JsonNode.Parse(source) is not JsonObject metadata)
            {
                throw new NotebookFormatException(place, "metadata that are no JSON object", "{\"kernelInfo\": …}");
            }

            notebook.Json["metadata"]!["polyglot_notebook"] = metadata;
        }
        catch (JsonException e)
        {
            throw new NotebookFormatException(place, "metadata that are no JSON", "{\"kernelInfo\": …}", e);
        }
    }

    [GeneratedRegex(@"^#!([A-Za-z][\w#.-]*)[ \t]*$")]
    private static partial Regex CellStart();
}
