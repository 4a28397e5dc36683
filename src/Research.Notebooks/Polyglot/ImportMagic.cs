namespace Research.Notebooks;

/// <summary><c>#!import</c>: a notebook's code cells, or a source file, as if they stood here.</summary>
internal static class ImportMagic
{
    private static readonly Dictionary<string, string> Languages = new(StringComparer.OrdinalIgnoreCase)
    {
        [".cs"] = LanguageNames.CSharp,
        [".csx"] = LanguageNames.CSharp,
        [".fs"] = LanguageNames.FSharp,
        [".fsx"] = LanguageNames.FSharp,
        [".sql"] = LanguageNames.Sql,
        [".html"] = LanguageNames.Html,
        [".js"] = LanguageNames.JavaScript,
        [".md"] = LanguageNames.Markdown,
        [".mmd"] = LanguageNames.Mermaid,
    };

    public static async Task<CellResult?> RunAsync(MagicCall call)
    {
        call.Expect(1, 1);
        var cell = call.Cell;
        var name = call.Arguments.Values[0];
        var folder = cell.Files.TryPeek(out var importing) ? Path.GetDirectoryName(importing)! : cell.Engine.CSharp.BaseDirectory;
        var path = Path.GetFullPath(name, folder);
        if (!File.Exists(path))
            throw new MagicException($"found no file {path}, expected a notebook (.ipynb, .dib) or a source file.");
        if (cell.Files.Contains(path))
            throw new MagicException($"{name} imports itself: {string.Join(" → ", cell.Files.Reverse().Append(path).Select(Path.GetFileName))}.");

        cell.Files.Push(path);
        try
        {
            return await RunAsync(cell, path, call.Run);
        }
        finally
        {
            cell.Files.Pop();
        }
    }

    private static async Task<CellResult> RunAsync(CellRun cell, string path, PartRun run)
    {
        var label = Path.GetRelativePath(cell.Engine.CSharp.BaseDirectory, path);
        if (Languages.TryGetValue(Path.GetExtension(path), out var language))
            return await cell.RunPartsAsync(await File.ReadAllTextAsync(path), language, run with { Label = label });

        NotebookDocument notebook;
        try
        {
            notebook = NotebookDocument.Load(path);
        }
        catch (NotebookFormatException e)
        {
            throw new MagicException(e.Message);
        }

        var result = run.Done();
        foreach (var (index, part) in notebook.Cells.Where(part => part.IsCode).Index())
        {
            result = await cell.RunPartsAsync(
                part.Source, part.Language ?? notebook.DefaultLanguage ?? LanguageNames.CSharp, run with { Label = $"{label}, cell {index + 1}" });
            if (result.Error is not null)
                return result;
        }

        return result;
    }
}
