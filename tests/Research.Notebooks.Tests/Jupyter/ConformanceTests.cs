using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>What others test kernels by.</summary>
public class ConformanceTests(ITestOutputHelper log)
{
    [SkippableFact]
    public void Jupyter_kernel_test_passes_with_everything_switched_on()
    {
        using var jupyter = new DebianJupyter("jupyter_kernel_test");

        var (code, output) = jupyter.Run(Path.Combine(AppContext.BaseDirectory, "Jupyter", "conformance.py"));

        log.WriteLine(output);
        Assert.True(code == 0, output);
        Assert.Matches(@"Ran 12 tests in [\d.]+s\s+OK\s*$", output);
    }

    [SkippableFact]
    public async Task Nbclient_gets_the_same_outputs_over_the_wire_as_the_headless_runner()
    {
        using var jupyter = new DebianJupyter("nbclient");
        var profile = Profile.Current;
        Profile.Current = ProfileKind.Smoke;
        try
        {
            foreach (var notebook in Directory.GetFiles(jupyter.Notebooks, "*.ipynb"))
            {
                var (code, output) = jupyter.Run(Path.Combine(AppContext.BaseDirectory, "Jupyter", "nbclient_run.py"), notebook, notebook + ".wire");
                Assert.True(code == 0, output);
                var headless = await NotebookRunner.RunAsync(notebook, new RunOptions());
                Assert.True(headless.Status == CellStatus.Succeeded, headless.Failure?.Error.Message);

                var wire = NotebookDocument.Load(notebook + ".wire");
                Assert.Equal(headless.Notebook.Cells.Count, wire.Cells.Count);
                foreach (var (ours, theirs) in headless.Notebook.Cells.Zip(wire.Cells))
                {
                    Assert.Equal(ours.Outputs.Count, theirs.Outputs.Count);
                    foreach (var (one, other) in ours.Outputs.Zip(theirs.Outputs))
                        Assert.Equal(Untimed(one), Untimed(other));
                }

                log.WriteLine($"{Path.GetFileName(notebook)}: {wire.Cells.Sum(cell => cell.Outputs.Count)} outputs are the same.");
            }
        }
        finally
        {
            Profile.Current = profile;
        }
    }

    /// <summary>An output without what differs from run to run or from writer to writer: times, and the order of names.</summary>
    private static string Untimed(JsonObject output) =>
        Regex.Replace(Ordered(output)!.ToJsonString(), @"\d+(\.\d+)? ?(ms|s)\b|[\d,]+ a second", "TIME");

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
