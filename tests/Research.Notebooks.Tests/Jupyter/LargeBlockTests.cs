using System.Globalization;
using System.Text.Json.Nodes;
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
        string source = Path.Combine(jupyter.Notebooks, "large.ipynb"), target = Path.Combine(jupyter.Notebooks, "executed.ipynb");
        var notebook = NotebookDocument.Load(Path.Combine(jupyter.Notebooks, "01-eda-class-balance.ipynb"));
        notebook.Json["cells"] = new JsonArray(new JsonObject
        {
            ["cell_type"] = "code",
            ["id"] = "large",
            ["metadata"] = new JsonObject(),
            ["execution_count"] = null,
            ["outputs"] = new JsonArray(),
            ["source"] = Cell,
        });
        File.WriteAllText(source, notebook.Json.ToJsonString());

        var (code, output) = jupyter.Run([Path.Combine(AppContext.BaseDirectory, "Jupyter", "nbclient_run.py"), source, target,
            KernelSpec.DefaultName], new Dictionary<string, string> { ["MALLOC_ARENA_MAX"] = "" });

        Assert.True(code == 0, output);
        string shown = string.Concat(JsonNode.Parse(File.ReadAllText(target))!["cells"]![0]!["outputs"]!.AsArray()
            .SelectMany(one => one!["text"] is JsonArray lines ? lines.Select(line => (string)line!) : [(string)one["text"]!]));
        Assert.InRange(long.Parse(shown, CultureInfo.InvariantCulture), 0, 1000);
    }
}
