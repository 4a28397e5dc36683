namespace Research.Notebooks.Tests;

/// <summary>Notebooks that are damaged: one documented error, no hang.</summary>
public sealed class NotebookFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fuzz_ipynb()
    {
        string file = _folder.At("a.ipynb");
        File.Copy(Path.Combine(Repository.Root, "notebooks", "01-eda-class-balance.ipynb"), file);

        Fuzz.Run(_folder.Path, () => NotebookDocument.Load(file), typeof(NotebookFormatException), typeof(IOException));
    }

    [Fact]
    public void Fuzz_dib()
    {
        string file =
            _folder.Write("a.dib",
            "#!meta\n\n{\"kernelInfo\":{\"defaultKernelName\":\"csharp\",\"items\":[{\"name\":\"csharp\"}]}}\n\n#!csharp\n\n1 + "
            + "1\n\n#!markdown\n\n# Title\n");

        Fuzz.Run(_folder.Path, () => NotebookDocument.Load(file), typeof(NotebookFormatException), typeof(IOException));
    }
}
