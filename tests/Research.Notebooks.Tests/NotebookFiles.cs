namespace Research.Notebooks.Tests;

internal static class NotebookFiles
{
    /// <summary>Writes a C# notebook of code cells.</summary>
    public static string Notebook(this TemporaryFolder folder, string name, params string[] cells)
    {
        var notebook = NotebookDocument.Create();
        foreach (string cell in cells)
        {
            notebook.Add("code", cell);
        }

        notebook.Save(folder.At(name));
        return folder.At(name);
    }
}
