using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Research.Notebooks.Tests;

/// <summary>Notebooks written for .NET Interactive, each beside the outputs that it must give.</summary>
public sealed partial class DialectNotebookTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "dialect");

    public static TheoryData<string> Notebooks => [.. Directory.GetFiles(Folder)
        .Where(file => Path.GetExtension(file) is ".dib" or ".ipynb").Select(file => Path.GetFileName(file)).Order()];

    [SkippableTheory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_of_the_dialect_gives_its_outputs(string name)
    {
        var result = await NotebookRunner.RunAsync(Path.Combine(Folder, name), new RunOptions());

        Skip.If(result.Failure?.Error.Message.Contains("NU1301", StringComparison.Ordinal) == true,
            "No package feed can be reached, and the packages are not in the cache.");
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, "expected", Path.ChangeExtension(name, ".txt"))),
            Describe(result.Notebook));
        Assert.Equal(CellStatus.Succeeded, result.Status);
    }

    [Fact]
    public void There_are_twelve_of_them() => Assert.Equal(12, Notebooks.Count);

    private static string Describe(NotebookDocument notebook)
    {
        var text = new StringBuilder();
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            text.Append($"--- [{cell.ExecutionCount}] {cell.Language ?? "no language"}: {cell.FirstLine}\n");
            foreach (var output in cell.Outputs)
            {
                text.Append(Describe(output)).Append('\n');
            }
        }

        return Timing().Replace(text.ToString(), "Wall time: #ms");
    }

    private static string Describe(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => $"{output["name"]}> {Text(output["text"]!).TrimEnd('\n')}",
        "error" => $"error> {output["ename"]}: {output["evalue"]}",
        var kind =>
            $"{kind}> {string.Join(" | ", output["data"]!.AsObject().Select(format => format.Key))}\n{Text(output["data"]!["text/plain"] ?? output["data"]!.AsObject().First().Value!)}",
    };

    private static string Text(JsonNode node) => node is JsonArray lines ? string.Concat(lines) : node.ToJsonString();

    [GeneratedRegex(@"Wall time: [\d.]+ms")]
    private static partial Regex Timing();
}
