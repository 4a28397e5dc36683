using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>The project's notebooks, over the wire and without it.</summary>
/// <remarks>
/// Both runs are processes of their own, and the second takes the trainings of the first: networks are trained once, and what is
/// shown of their times is the same. What differs is progress bars, which appear only where there is something to wait for.
/// </remarks>
public class WireTests(ITestOutputHelper log)
{
    [SkippableFact]
    public void Nbclient_gets_the_same_outputs_over_the_wire_as_the_headless_runner()
    {
        using var jupyter = new DebianJupyter("nbclient");
        var clock = Stopwatch.StartNew();
        using var headless = new SmokeRun();
        log.WriteLine($"headless: {clock.Elapsed.TotalSeconds:0} s");
        var differences = new List<string>();
        var environment = new Dictionary<string, string> { ["RESEARCH_RESULTS"] = headless.Results, [Resume.Variable] = "1" };
        foreach (var name in Directory.EnumerateFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal))
        {
            clock.Restart();
            var target = Path.Combine(jupyter.Notebooks, "wire-" + name);
            var (code, output) = jupyter.Run([Path.Combine(AppContext.BaseDirectory, "Jupyter", "nbclient_run.py"), Path.Combine(jupyter.Notebooks, name), target], environment);
            Assert.True(code == 0, output);

            var shown = Outputs(NotebookDocument.Load(target));
            var expected = Outputs(headless.Executed(name));
            Assert.True(expected.Sum(cell => cell.Count) > 0);
            Assert.Equal(expected.Count, shown.Count);
            differences.AddRange(expected.Zip(shown).Index().Where(cell => !cell.Item.First.SequenceEqual(cell.Item.Second)).Select(cell =>
                $"{name}, cell {cell.Index + 1}: {Difference(string.Join('\n', cell.Item.First), string.Join('\n', cell.Item.Second))}"));
            log.WriteLine($"{name}: {expected.Sum(cell => cell.Count)} outputs; {clock.Elapsed.TotalSeconds:0} s over the wire");
        }

        Assert.Empty(differences);
    }

    /// <summary>
    /// Every cell's outputs but progress bars, the names in them in order and the numbers as .NET writes them. Texts that only a bar
    /// parts are one: a training that is taken as it is shows none.
    /// </summary>
    private static List<List<string>> Outputs(NotebookDocument notebook) =>
        [.. notebook.Cells.Select(cell => cell.Outputs.Where(output => !IsBar(output)).Aggregate(new List<JsonObject>(), Joined).Select(output => Ordered(output)!.ToJsonString()).ToList())];

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

    /// <summary>Both texts where they part: a picture is long.</summary>
    private static string Difference(string one, string other)
    {
        const int before = 60, after = 120;
        var at = one.AsSpan().CommonPrefixLength(other);
        string Around(string text) => text[Math.Max(0, at - before)..Math.Min(text.Length, at + after)];
        return $"found {Around(other)}, expected {Around(one)}";
    }

    private static bool IsBar(JsonObject output) =>
        output["data"]?["text/html"] is { } html && (html is JsonArray lines ? string.Concat(lines) : (string?)html)!.StartsWith("<div><progress ", StringComparison.Ordinal);

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Ordered(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Ordered)]),
        JsonValue number when number.GetValueKind() == JsonValueKind.Number => number.GetValue<double>(),
        _ => node?.DeepClone(),
    };
}
