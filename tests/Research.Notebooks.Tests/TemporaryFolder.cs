namespace Research.Notebooks.Tests;

/// <summary>A folder of real files for one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("notebooks-").FullName;

    public string Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a C# notebook of code cells.</summary>
    public string Notebook(string name, params string[] cells)
    {
        var notebook = NotebookDocument.Create();
        foreach (var cell in cells)
            notebook.Add("code", cell);
        notebook.Save(At(name));
        return At(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
