using Research.Notebooks;

namespace Research.Cli.Tests.Documents;

public sealed class DocumentTests
{
    private static readonly Lazy<HashSet<string>> Tracked = new(() =>
    {
        var (code, output, errors) = ProgramOutput.All("git",
            ["-C", Repository.Root, "ls-files", "--cached", "--others", "--exclude-standard"]);
        return code == 0 ? [.. output.Split('\n').Where(file => File.Exists(Path.Combine(Repository.Root, file)))]
            : throw new InvalidOperationException(errors);
    });

    /// <summary>Every Markdown file, and the Markdown of every notebook that is run or has been.</summary>
    private static IEnumerable<string> Names => Tracked.Value.Where(file =>
        file.EndsWith(".md", StringComparison.Ordinal)
            || (file.EndsWith(".ipynb", StringComparison.Ordinal) && file.Split('/')[0] is "notebooks" or "results"));

    public static TheoryData<string> Documents => [.. Names];

    [Fact]
    public void The_documents_are_found() => Assert.All(
        (string[])["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "datasets/README.md", "results/README.md",
            "notebooks/01-eda-class-balance.ipynb"],
        document => Assert.Contains(document, Names));

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string name) => AssertNone(Checks(name).BadLinks());

    [Theory]
    [MemberData(nameof(Documents))]
    public void Commands_are_taken(string name) => AssertNone(Checks(name).BadCommands());

    [Fact]
    public void Every_verb_has_examples_that_it_takes()
    {
        var verbs = Verbs(new ResearchCommand()).ToList();

        Assert.All((string[])["reproduce", "run", "install", "focal-grid", "status"],
            name => Assert.Contains(verbs, verb => verb.Name == name));
        Assert.All(verbs, verb => Assert.NotEmpty(verb.Examples));
        AssertNone(verbs.SelectMany(verb => verb.Examples).SelectMany(example =>
            DocumentChecks.Errors(Assert.Single(MarkdownText.Calls("./" + example))).Select(error => $"{example}: {error}")));
    }

    [Fact]
    public void What_leads_nowhere_and_what_is_not_taken_is_named_with_its_line()
    {
        var files = new Dictionary<string, MarkdownText>
        {
            ["docs/a.md"] = new("""
                # The title, twice

                [a](../b.md), [b](#the-title-twice), [c](#other), [d](missing.md), ![e](../../up.png), [f](../b.md#here), [g](../b.md#nowhere)
                `tests/Research.Tests/`, `src/Gone.cs` <img src="gone.png" width="3">, [h](https://example.org/), `./research record`, `./research record --fast`

                ```bash
                ./research eda DIR --session 'my Train' | less   # a comment's
                X=1 ./research reproduce --only 01 \
                  --profile huge
                make all
                ./research test --filter "a b" && ./research fly
                ./research eda
                ```
                """),
            ["b.md"] = new("# Here\n"),
        };
        var checks = new DocumentChecks("docs/a.md", ["docs/a.md", "b.md", "tests/Research.Tests/A.cs"], file => files[file]);

        Assert.Equal(
            [
                "docs/a.md, line 3: found a link to '#other'; expected a heading of docs/a.md: the-title-twice.",
                "docs/a.md, line 3: found a link to 'missing.md'; expected a file or folder of the repository.",
                "docs/a.md, line 3: found a link to '../../up.png'; expected a file or folder of the repository.",
                "docs/a.md, line 3: found a link to '../b.md#nowhere'; expected a heading of b.md: here.",
                "docs/a.md, line 4: found a link to 'gone.png'; expected a file or folder of the repository.",
                "docs/a.md, line 4: found `src/Gone.cs`; expected a file or folder of the repository.",
            ],
            checks.BadLinks());
        Assert.Equal(
            [
                "docs/a.md, line 8: ./research reproduce --only 01 --profile huge: No profile is named 'huge'; there are smoke, "
                + "quick and report.",
                "docs/a.md, line 11: ./research fly: Unrecognized command or argument 'fly'.",
                "docs/a.md, line 12: ./research eda: Required argument missing for command: 'eda'.",
                "docs/a.md, line 4: ./research record --fast: Unrecognized command or argument '--fast'.",
            ],
            checks.BadCommands().Where(fault => !fault.Contains("Required command was not provided")));
    }

    private static void AssertNone(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join('\n', faults));

    private static DocumentChecks Checks(string name) => new(name, Tracked.Value, file =>
    {
        string path = Path.Combine(Repository.Root, file);
        return new MarkdownText(path.EndsWith(".ipynb", StringComparison.Ordinal)
            ? string.Join("\n\n", NotebookDocument.Load(path).Cells.Where(cell => cell.CellType == "markdown")
            .Select(cell => cell.Source))
            : File.ReadAllText(path));
    });

    private static IEnumerable<KitCommand> Verbs(KitCommand command) =>
        [command, .. command.Subcommands.OfType<KitCommand>().Where(verb => !verb.Hidden).SelectMany(Verbs)];
}
