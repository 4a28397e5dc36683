using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary><c>#!import</c>: a notebook's code cells, or a source file, as if they stood here.</summary>
/// <remarks>The package's starts from the process's folder, not from the importing file's, and names no file in errors.</remarks>
internal static class ImportDirective
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
        [".ps1"] = LanguageNames.PowerShell,
    };

    /// <summary>Adds it to the root.</summary>
    /// <param name="root">The root.</param>
    /// <param name="folder">The notebook's folder, which cells' paths start from.</param>
    public static CompositeKernel UseImport(this CompositeKernel root, string folder)
    {
        var file = new KernelDirectiveParameter("--file",
            "The file.")
        { AllowImplicitName = true, Required = true, TypeHint = "file" };
        var directive = new KernelActionDirective("#!import", "Runs a notebook (.ipynb, .dib) or a source file here.")
        {
            Parameters = { file },
        };
        root.AddDirective<ImportDocument>(directive, (command, _) => RunAsync(root, folder, command.FilePath));
        return root;
    }

    private static async Task RunAsync(CompositeKernel root, string folder, string name)
    {
        var cell = CellScope.Current?.Cell ?? throw new InvalidOperationException("#!import was used outside a cell.");
        var files = Files(cell).ToList();
        string path = Path.GetFullPath(name, files is [var importing, ..] ? Path.GetDirectoryName(importing)! : folder);
        if (!File.Exists(path))
        {
            throw new MagicException($"found no file {path}, expected a notebook (.ipynb, .dib) or a source file.");
        }

        if (files.Contains(path))
        {
            var way = files.AsEnumerable().Reverse().Append(path).Select(Path.GetFileName);
            throw new MagicException($"{name} imports itself: {string.Join(" → ", way)}.");
        }

        string label = Path.GetRelativePath(folder, path);
        foreach (var (index, part) in Cells(path).Index())
        {
            var run = cell.Run with { Label = part.IsFile ? label : $"{label}, cell {index + 1}" };
            CellScope.Current = CellScope.Current! with { Cell = new RunningCell(run, part.Text, cell) { File = path } };
            await root.SendAsync(new SubmitCode(SubmittedPart.Protect(part.Text), part.Language));
            if (cell.Ending is not null)
            {
                return;
            }
        }
    }

    private static IEnumerable<string> Files(RunningCell? cell)
    {
        for (; cell is not null; cell = cell.Importing)
        {
            if (cell.File is { } file)
            {
                yield return file;
            }
        }
    }

    private static IEnumerable<(string Text, string Language, bool IsFile)> Cells(string path)
    {
        if (Languages.TryGetValue(Path.GetExtension(path), out string? language))
        {
            string text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
            return [(text, language, true)];
        }

        try
        {
            var notebook = NotebookDocument.Load(path);
            string ofTheNotebook = notebook.DefaultLanguage ?? LanguageNames.CSharp;
            var cells = notebook.Cells.Where(cell => cell.IsCode);
            return [.. cells.Select(cell => (cell.Source, cell.Language ?? ofTheNotebook, false))];
        }
        catch (NotebookFormatException e)
        {
            throw new MagicException(e.Message);
        }
    }
}
