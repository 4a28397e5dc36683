using System.Globalization;
using Research.Notebooks.Jupyter;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>Blocks of freed tensors serve the next ones, in the thread of the cells too: no page is faulted in again.</summary>
public sealed class LargeBlockTests
{
    private const string Cell = """
        #load "kit.csx"
        using static TorchSharp.torch;

        long Faults() => long.Parse(File.ReadAllText("/proc/self/stat").Split(") ")[1].Split(' ')[7]);
        void Steps()
        {
            for (int i = 0; i < 20; i++)
            {
                using var first = zeros(1 << 25);
                using var second = first + 1;
            }
        }

        Steps(); // small blocks come to lie in the first freed ones
        long before = Faults();
        Steps();
        Console.Write((Faults() - before) / 20);
        """;

    /// <summary>Two tensors of 128 MiB have 65,536 pages of 4 KiB. How many a step faults in is a count, not a time.</summary>
    [SkippableFact]
    public void A_cell_faults_the_pages_of_its_tensors_in_once()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc is Linux's.");
        using var jupyter = new DebianJupyter("nbclient");
        var notebook = NotebookDocument.Create();
        notebook.Add("code", Cell);
        notebook.Save(Path.Combine(jupyter.Notebooks, "large.ipynb"));

        var executed = jupyter.Execute("large.ipynb", "executed.ipynb", KernelSpec.DefaultName,
            new Dictionary<string, string> { ["MALLOC_ARENA_MAX"] = "" });

        string shown = string.Concat(executed.Cells[0].Outputs.Select(output => NotebookCell.Text(output["text"])));
        Assert.InRange(long.Parse(shown, CultureInfo.InvariantCulture), 0, 1000);
    }
}
