using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Notebooks.Jupyter;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>
/// The project's notebooks over the wire, in the kit's kernel and in the genuine .NET Interactive, and without it.
/// </summary>
/// <remarks>
/// The runs are processes of their own, and the later ones take the trainings of the first: networks are trained once, and the
/// times that are shown are the same. What differs is progress bars, which appear only where there is something to wait for.
/// </remarks>
public class WireTests(ITestOutputHelper log, SmokeRun headless) : IClassFixture<SmokeRun>
{
    public static TheoryData<string> Notebooks =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal)];

    [SkippableTheory]
    [MemberData(nameof(Notebooks))]
    public void The_kits_kernel_gives_the_outputs_of_the_headless_runner(string notebook)
    {
        using var jupyter = new DebianJupyter("nbclient");
        Compare(jupyter, notebook, KernelSpec.DefaultName);
    }

    [SkippableTheory]
    [MemberData(nameof(Notebooks))]
    public void The_genuine_tool_gives_the_outputs_of_the_headless_runner(string notebook)
    {
        using var jupyter = new DebianJupyter("nbclient");
        GenuineTool.Register(jupyter);
        Compare(jupyter, notebook, GenuineTool.Kernel);
    }

    private void Compare(DebianJupyter jupyter, string name, string kernel)
    {
        var environment = new Dictionary<string, string> { ["RESEARCH_RESULTS"] = headless.Results, [Resume.Variable] = "1" };
        var clock = Stopwatch.StartNew();
        var executed = jupyter.Execute(name, "wire-" + name, kernel, environment);

        bool isGenuine = kernel == GenuineTool.Kernel;
        var shown = Outputs(executed, isGenuine);
        var expected = Outputs(headless.Executed(name), isGenuine);
        Assert.True(expected.Sum(cell => cell.Count) > 0);
        Assert.Equal(expected.Count, shown.Count);
        log.WriteLine($"{name}: {expected.Sum(cell => cell.Count)} outputs; {clock.Elapsed.TotalSeconds:0} s in {kernel}");
        var differences = expected.Zip(shown).Index().Where(cell => !cell.Item.First.SequenceEqual(cell.Item.Second))
            .Select(cell =>
            $"cell {cell.Index + 1}: {Difference(string.Join('\n', cell.Item.First), string.Join('\n', cell.Item.Second))}")
                .ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    /// <summary>
    /// Every cell's outputs, the names in them in order and the numbers as .NET writes them. Progress bars are left out, and the
    /// script that the genuine tool loads in its first cell. Texts that only a bar parts are one: a training that is taken as it
    /// is shows none.
    /// </summary>
    private static List<List<string>> Outputs(NotebookDocument notebook, bool isGenuine) =>
    [
        .. notebook.Cells.Select(cell => cell.Outputs
            .Where(output => !IsBar(output) && !IsLoader(output))
            .Aggregate(new List<JsonObject>(), Joined)
            .Select(output => Ordered(isGenuine ? Plainly(output) : output)!.ToJsonString())
            .ToList()),
    ];

    private static List<JsonObject> Joined(List<JsonObject> outputs, JsonObject next)
    {
        next = (JsonObject)next.DeepClone();
        if (next["text"] is { } text)
        {
            next["text"] = text is JsonArray lines ? string.Concat(lines) : (string?)text;
        }

        if (outputs.LastOrDefault() is { } last && next["name"] is { } name && (string?)last["name"] == (string?)name)
        {
            last["text"] = (string?)last["text"] + (string?)next["text"];
        }
        else
        {
            outputs.Add(next);
        }

        return outputs;
    }

    /// <summary>The genuine tool does not store the size at which a picture is shown, and sends JSON as text.</summary>
    private static JsonObject Plainly(JsonObject output)
    {
        var plain = output.DeepClone().AsObject();
        plain.Remove("metadata");
        foreach (var (format, content) in plain["data"]?.AsObject().ToList() ?? [])
        {
            if (format.EndsWith("+json", StringComparison.Ordinal) && content is not JsonObject)
            {
                plain["data"]![format] = JsonNode.Parse(NotebookCell.Text(content));
            }
        }

        return plain;
    }

    /// <summary>Both texts where they part: a picture is long.</summary>
    private static string Difference(string one, string other)
    {
        const int before = 60, after = 120;
        int at = one.AsSpan().CommonPrefixLength(other);
        string Around(string text) => text[Math.Max(0, at - before)..Math.Min(text.Length, at + after)];
        return $"found {Around(other)}, expected {Around(one)}";
    }

    private static bool IsBar(JsonObject output) => Html(output).StartsWith("<div><progress ", StringComparison.Ordinal);

    private static bool IsLoader(JsonObject output) => Html(output)
        .Contains("dotnet-interactive-this-cell", StringComparison.Ordinal);

    private static string Html(JsonObject output) => output["data"]?["text/html"] is { } html ? NotebookCell.Text(html) : "";

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Ordered)]),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => number.GetValue<double>(),
        _ => node?.DeepClone(),
    };
}
