using System.Text.RegularExpressions;

namespace Research.Notebooks.Tests;

public partial class CommittedNotebookTests
{
    public static TheoryData<string> Notebooks =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb")];

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Notebooks_are_committed_without_outputs_as_Jupyter_would_write_them(string path)
    {
        var notebook = NotebookDocument.Load(path);

        Assert.All(notebook.Cells, cell => Assert.True(cell.Outputs.Count == 0 && cell.ExecutionCount is null,
            $"{path}: cell {cell.Id} has outputs"));
        Assert.Equal(File.ReadAllText(path), notebook.ToJson());
        Assert.All(notebook.Cells, cell => Assert.NotNull(cell.Id));
        Assert.StartsWith("#load \"kit.csx\"", notebook.Cells.First(cell => cell.IsCode).Source);
        Assert.Single(notebook.Cells, cell => cell.HasTag(NotebookParameters.Tag));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Every_number_among_the_parameters_is_checked_before_anything_is_trained(string path)
    {
        string[] seeds = ["seed", "samplingSeed"];
        var cells = NotebookDocument.Load(path).Cells.Where(cell => cell.IsCode).ToList();
        int parameters = cells.FindIndex(cell => cell.HasTag(NotebookParameters.Tag));
        var numbers = Declaration().Matches(cells[parameters].Source).Where(match => IsNumber(match.Groups[2].Value))
            .Select(match => match.Groups[1].Value).Except(seeds).ToList();

        Assert.NotEmpty(numbers);
        Assert.All(numbers, name => Assert.Matches($@"ParameterRanges\.Require\(new \{{ [^}}]*\b{name}\b",
            cells[parameters + 1].Source));
    }

    [Theory]
    [InlineData("06-vqvae-latent-actions.ipynb", "heldOut.RequireMotion()")]
    [InlineData("06b-is-it-an-action.ipynb", "LatentActionProbe.RequireMoves(heldOut)")]
    [InlineData("04-focal-grid-search.ipynb", "train.HoldOutAtMost(holdOutEvery)")]
    [InlineData("05-dodge-timing.ipynb", "RequireTwoTrainingEpisodes(episodes)")]
    [InlineData("07-action-decoder.ipynb", "test.RequireActions(4)")]
    [InlineData("08-control-transformer.ipynb", "RequireRecordings(3)")]
    public void Data_are_checked_before_anything_is_trained(string name, string check)
    {
        var cells = NotebookDocument.Load(Path.Combine(Repository.Root, "notebooks", name)).Cells.Where(cell => cell.IsCode)
            .Select(cell => cell.Source).ToList();

        Assert.InRange(cells.FindIndex(cell => cell.Contains(check)), 1,
            cells.FindIndex(cell => cell.Contains(".TrainOrLoad(")) - 1);
    }

    private static bool IsNumber(string initializer) =>
        !initializer.StartsWith('"') && !initializer.Contains("false") && !initializer.Contains("Precision.")
            && !initializer.Contains("RecurrentCell.");

    [GeneratedRegex(@"^var (\w+) = ([^;]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
