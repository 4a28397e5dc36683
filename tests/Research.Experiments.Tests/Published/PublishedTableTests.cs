using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.LatentActions;
using Research.Tables;

namespace Research.Experiments.Tests.Published;

public partial class ReportedTableTests
{
    [Fact]
    public void Every_table_is_of_a_notebook_and_its_numbers_have_names_of_their_own()
    {
        Assert.Equal(PublishedNumbers.All.Count, PublishedNumbers.All.Select(t => t.Title).Distinct().Count());
        Assert.All(PublishedNumbers.All, table =>
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, "notebooks", table.Notebook + ".ipynb")), table.Notebook);
            Assert.Equal(table.Numbers.Count, table.Numbers.Select(n => n.Name).Distinct().Count());
        });
    }

    [Fact]
    public void Ours_is_written_like_the_documents_number()
    {
        var comparison = CupheadPublished.FocalGrid.CompareWith(("composite F1, GRU 512", 0.67333), ("F1 of DASH, GRU 512", null),
            ("composite F1, GRU 64", 0.5));
        string? Written(string name) => comparison.Written(CupheadPublished.FocalGrid.Numbers.Single(n => n.Name == name));

        Assert.Equal(("0.6733", "N/A", null), (Written("composite F1, GRU 512"), Written("F1 of DASH, GRU 512"),
            Written("F1 of JUMP, GRU 512")));
        Assert.Equal(2, comparison.Ours.Count);
    }

    [SkippableFact]
    public void Every_number_that_was_read_from_the_documents_is_in_the_tables()
    {
        string file = Path.Combine(Repository.Root, "..", "shared", "reference", "report.json");
        Skip.IfNot(File.Exists(file), $"The numbers read from the documents are not here ({file}).");
        var printed = PublishedNumbers.All.SelectMany(t => t.Numbers)
            .Select(n => n.Printed.Replace(",", "", StringComparison.Ordinal)).ToList();
        var numbers = printed.SelectMany(text => Number().Matches(text))
            .Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToHashSet();

        Assert.All(Numbers(JsonNode.Parse(File.ReadAllText(file))!),
            number => Assert.True(numbers.Contains(number.Value), $"{number.Path}: {number.Value}"));
    }

    /// <summary>
    /// The numbers, and those in its ranges, but the sizes that only name a model; half of the codebook is counted in codes.
    /// </summary>
    private static IEnumerable<(string Path, double Value)> Numbers(JsonNode node) => node switch
    {
        JsonObject members => members.Where(m => m.Key is not ("note" or "what" or "outcome" or "latent" or "cell"))
            .SelectMany(m => Numbers(m.Value!)),
        JsonArray items => items.SelectMany(item => Numbers(item!)),
        _ when node.GetPath().EndsWith("perplexity_fraction_of_codebook", StringComparison.Ordinal) =>
            [(node.GetPath(), (double)node * LatentActionsPublished.Codes)],
        _ when node.GetValueKind() == JsonValueKind.String => Number().Matches((string)node!)
            .Select(m => (node.GetPath(), double.Parse(m.Value, CultureInfo.InvariantCulture))),
        _ => [(node.GetPath(), (double)node)],
    };

    [GeneratedRegex(@"\d+(\.\d+)?")]
    private static partial Regex Number();
}
