using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Research.Notebooks.Tests;

/// <summary>
/// The notebooks of <c>shared/cases/notebooks</c> beside the repository. The tests are skipped where that folder is not.
/// </summary>
public sealed class CaseNotebookTests
{
    public static TheoryData<string> Notebooks => [.. CaseExpectations.All.Keys];

    /// <summary>The nearest folder of that name above the repository; null if there is none.</summary>
    private static string? Folder
    {
        get
        {
            for (string? above = Repository.Root; above is not null; above = Path.GetDirectoryName(above))
            {
                string folder = Path.Combine(above, "shared", "cases", "notebooks");
                if (Directory.Exists(folder))
                {
                    return folder;
                }
            }

            return null;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Notebooks))]
    public async Task A_case_gives_what_is_expected_of_it(string name)
    {
        Skip.If(Folder is null, "There is no folder shared/cases/notebooks beside the repository.");
        var shown = await RunAsync(Path.Combine(Folder!, name));
        Skip.If(shown.Any(text => text.Contains("NU1301", StringComparison.Ordinal)),
            "No package feed can be reached, and the packages are not in the cache.");

        string[] expected = CaseExpectations.All[name];
        Assert.Equal(expected.Length, shown.Count);
        foreach (var (index, (pattern, text)) in expected.Zip(shown).Index())
        {
            Assert.True(Regex.IsMatch(text, $@"\A(?:{pattern})\z", RegexOptions.Singleline),
                $"Cell {index + 1}: found {text}, expected {pattern}");
        }
    }

    [SkippableFact]
    public void Every_case_has_its_expectations()
    {
        Skip.If(Folder is null, "There is no folder shared/cases/notebooks beside the repository.");
        Assert.Equal(
            Directory.GetFiles(Folder!).Select(file => Path.GetFileName(file))
            .Where(file => Path.GetExtension(file) is ".dib" or ".ipynb").Order(StringComparer.Ordinal),
            CaseExpectations.All.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>What the cells have shown, after the last of them has run.</summary>
    private static async Task<IReadOnlyList<string>> RunAsync(string path)
    {
        var outputs = new List<AnsweringOutput>();
        var notebook = NotebookDocument.Load(path);
        using var engine = new PolyglotEngine(Path.GetTempPath(), notebook.DefaultLanguage ?? "csharp");
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            outputs.Add(new AnsweringOutput(CaseExpectations.Answer, outputs.LastOrDefault()));
            await engine.RunAsync(cell.Source, outputs[^1], CancellationToken.None, cell.Language);
        }

        return [.. outputs.Select(output => string.Join('\n', output.Recorded.ToJson().Select(Describe)))];
    }

    private static string Describe(JsonObject output) => (string?)output["output_type"] switch
    {
        "stream" => $"{output["name"]} {NotebookCell.Text(output["text"]).TrimEnd('\n')}",
        "error" => $"error {output["ename"]}: {output["evalue"]}\n{string.Join('\n', output["traceback"]!.AsArray())}",
        var kind =>
            $"{(kind == "execute_result" ? "result" : "display")} "
            + $"{string.Join(' ', output["data"]!.AsObject().Select(Describe))}",
    };

    private static string Describe(KeyValuePair<string, JsonNode?> format) =>
        $"[{format.Key}] {NotebookCell.Text(format.Value).TrimEnd('\n')}";
}
