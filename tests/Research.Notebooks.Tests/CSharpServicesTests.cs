namespace Research.Notebooks.Tests;

public sealed class CSharpServicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestOutput _output = new();
    private PolyglotEngine? _engine;

    private PolyglotEngine Engine => _engine ??= new PolyglotEngine(_folder.Path);

    public void Dispose()
    {
        _engine?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Completes at the bar.</summary>
    private Task<CompletionList> Complete(string marked) => Engine.Services.CompleteAtAsync(marked, '|');

    private Task<string?> Inspect(string marked, int detailLevel = 0) => Engine.Services.InspectAtAsync(marked, '|', detailLevel);

    private async Task Run(params string[] cells)
    {
        foreach (string cell in cells)
        {
            Assert.Null((await Engine.RunAsync(cell, _output)).Error?.Message);
        }
    }

    [Theory]
    [InlineData("var names = new List<string>();", "names.Ad|", "Add", "AddRange")]
    [InlineData("var text = \"a\";", "text?.Trim|", "Trim", "TrimEnd", "TrimStart")]
    [InlineData("record Boss(string Name); var bosses = new[] { new Boss(\"Rook\") };", "bosses.Where(boss => boss.Na|", "Name")]
    [InlineData("1", "Math.Clam|p(1, 2, 3)", "Clamp")]
    [InlineData("1", "System.Glob|", "Globalization")]
    [InlineData("1", "DayOfWeek.T|", "Thursday", "Tuesday")]
    [InlineData("using System.Text;", "StringBu|", "StringBuilder")]
    [InlineData("int epochs = 3;", "var twice = 2 * epo|\nvar after = 1;", "epochs")]
    [InlineData("int Twice(int n) => 2 * n;", "Twi|", "Twice")]
    [InlineData("1", "whil|", "while")]
    [InlineData("1", "new UriBuilder { Ho|", "Host")]
    [InlineData("var names = new List<string>();", "if (names is { Cou|", "Count")]
    [InlineData("void Learn(double rate, int epochs) { }", "Learn(epo|", "epochs:")]
    [InlineData("enum Colour { Red, Green }", "Colour c = Colour.Re|", "Red")]
    [InlineData("using Microsoft.ML; var ml = new MLContext();", "ml.Data.LoadFromText|", "LoadFromTextFile")]
    [InlineData("using Microsoft.ML; var text = \"\";", "text.LoadFrom|")]
    [InlineData("using Microsoft.DotNet.Interactive; var text = \"\";", "text.Use|")]
    [InlineData("1", "var x = 1;\nforeach (var item in \"ab\") { ite|", "item")]
    public async Task It_completes_what_earlier_cells_and_the_text_declare(string earlier, string marked,
        params string[] expected)
    {
        await Run(earlier);
        Assert.Equal(expected, (await Complete(marked)).Items.Select(item => item.Text).Where(name => !name.Contains('.')));
    }

    [Theory]
    [InlineData("Stopwatc|", "System.Diagnostics.Stopwatch")]
    [InlineData("var clock = new Stopwatc|", "System.Diagnostics.Stopwatch")]
    [InlineData("using System.Diagnostics;\nvar clock = new Stopwatc|", "Stopwatch")]
    [InlineData("Mathema|", "")]
    [InlineData("var rows = new DataFra|", "Microsoft.Data.Analysis.DataFrame")]
    public async Task A_type_of_another_namespace_is_offered_by_its_whole_name(string marked, string expected)
    {
        await Run($"#r \"{typeof(Microsoft.Data.Analysis.DataFrame).Assembly.Location}\"");
        var found = (await Complete(marked)).Items.Select(item => item.Text);
        Assert.Equal(expected, found.FirstOrDefault(name => name.EndsWith(expected, StringComparison.Ordinal)) ?? "");
    }

    [Theory]
    [InlineData(
        "class Run\n{\n    public override To|\n}",
        "class Run\n{\n    public override string ToString()\n    {\n        return base.ToString();\n    }\n}")]
    [InlineData(
        "abstract class Model { public abstract int Size(); }\nclass Net : Model\n{\n    public override Si|\n}",
        "abstract class Model { public abstract int Size(); }\nclass Net : Model\n{\n    public override int Size()\n    {\n"
        + "        throw new NotImplementedException();\n    }\n}")]
    [InlineData(
        "partial class Run { partial void Log(); }\npartial class Run\n{\n    partial L|\n}",
        "partial class Run { partial void Log(); }\npartial class Run\n{\n    partial void Log()\n    {\n"
        + "        throw new NotImplementedException();\n    }\n}")]
    public async Task Overrides_and_partial_members_are_written_whole(string marked, string expected)
    {
        await Run("1");
        var list = await Complete(marked);
        string code = marked.Replace("|", "", StringComparison.Ordinal);
        Assert.Equal(expected, code[..list.Start] + Assert.Single(list.Items).Text + code[list.End..]);
    }

    [Fact]
    public async Task A_package_that_came_since_the_last_request_is_seen()
    {
        await Run("1");
        Assert.DoesNotContain("Gates", (await Complete("Research.Notebooks.Tests.|")).Items.Select(item => item.Text));
        await Run($"#r \"{typeof(Gates).Assembly.Location}\"");
        Assert.Contains("Gates", (await Complete("Research.Notebooks.Tests.|")).Items.Select(item => item.Text));
    }

    [Theory]
    [InlineData("// Con|")]
    [InlineData("var x = \"Con|")]
    [InlineData("unknown.Con|")]
    public async Task In_texts_comments_and_after_unknown_names_there_is_nothing(string marked) =>
        Assert.Empty((await Complete(marked)).Items);

    [Fact]
    public async Task The_word_under_the_cursor_is_replaced_and_items_say_what_they_are()
    {
        await Run("var names = new List<string>();");
        var list = await Complete("var n = names.Con|vert + 1;");

        Assert.Equal((14, 21), (list.Start, list.End));
        var item = Assert.Single(list.Items, item => item.Text == "ConvertAll");
        Assert.Equal(new CompletionItem("ConvertAll", "function",
            "List<TOutput> ConvertAll<TOutput>(Converter<string, TOutput> converter)"), item);
    }

    [Fact]
    public async Task Names_and_usings_of_loaded_files_are_there()
    {
        _folder.Write("kit.csx", "using System.Globalization;\nint Frames(double seconds) => (int)(60 * seconds);");
        await Run("#load \"kit.csx\"");

        Assert.Equal("Frames", (await Complete("Fram|")).Items[0].Text);
        Assert.Equal("CultureInfo", (await Complete("CultureIn|")).Items[0].Text);
    }

    [Fact]
    public async Task A_cell_that_runs_does_not_keep_completion_waiting()
    {
        var release = new TaskCompletionSource();
        Gates.Release = release.Task;
        await Run("var text = \"\";", $"#r \"{typeof(Gates).Assembly.Location}\"");
        var running = Engine.RunAsync("await Research.Notebooks.Tests.Gates.Release;", _output);
        var list = await Complete("text.Len|");

        Assert.Equal(["Length"], list.Items.Select(item => item.Text));
        Assert.False(running.IsCompleted);
        release.SetResult();
        await running;
    }

    [Fact]
    public async Task It_completes_after_a_dot_wherever_that_is()
    {
        await Run("using TorchSharp;\nvar t = torch.zeros(2, 3);",
            "record Run(string Model, double F1); var runs = new List<Run>();");
        foreach (
            string? marked in new[] { "t.re|", "runs.Wh|", "torch.nn.|", "runs.Select(run => run.|", "var x = t.sum(0);\nx.me|" })
        {
            Assert.NotEmpty((await Complete(marked)).Items);
        }
    }

    [Theory]
    [InlineData("Math.Cla|mp(1, 2, 3)", 0,
        "int Math.Clamp(int value, int min, int max) (+ 12 overloads)\n\nReturns value clamped to the inclusive range of min "
        + "and max.")]
    [InlineData("Math.Cla|mp(1, 2, 3)", 1, "min: The lower bound of the result.")]
    [InlineData("\"a\".Contains(|", 0, "bool string.Contains(char value)\n")]
    [InlineData("\"a\".Contains('a', |", 0, "Returns a value indicating whether a specified character occurs within this string")]
    [InlineData("new List<string>(|", 0, "List<string>.List(int capacity)\n")]
    [InlineData("CellFunctions.displ|ay(1)", 1, "Returns:\n  A handle to replace what is shown.")]
    [InlineData("new List<st|ring>()", 0, "Represents text as a sequence of UTF-16 code units.")]
    public async Task Inspection_tells_signature_and_documentation(string marked, int detailLevel, string expected)
    {
        await Run("using Research.Notebooks.Interactive;");
        Assert.Contains(expected, await Inspect(marked, detailLevel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspection_knows_variables_and_comments_of_earlier_cells()
    {
        await Run("/// <summary>Twice as much.</summary>\nint Twice(int n) => 2 * n;\nvar epochs = 3;");

        Assert.Equal("int Twice(int n)\n\nTwice as much.", await Inspect("Twi|ce(1)"));
        Assert.Equal("(field) int epochs", await Inspect("epo|chs + 1"));
        Assert.Null(await Inspect("var x =| 1"));
    }

    [Theory]
    [InlineData("var x = 1;", CompletenessStatus.Complete, "")]
    [InlineData("1 + 1", CompletenessStatus.Complete, "")]
    [InlineData("if (true)\n{", CompletenessStatus.Incomplete, "    ")]
    [InlineData("foreach (var x in y) {\n  F(", CompletenessStatus.Incomplete, "        ")]
    [InlineData("var x = 1 1;", CompletenessStatus.Invalid, "")]
    [InlineData("var x = \"abc", CompletenessStatus.Invalid, "")]
    [InlineData("Console.WriteLine(\"abc);", CompletenessStatus.Invalid, "")]
    [InlineData("if (true)\n{\n    var x = \"abc", CompletenessStatus.Invalid, "")]
    [InlineData("var x = $\"abc {1}", CompletenessStatus.Invalid, "")]
    [InlineData("var x = $\"abc {1", CompletenessStatus.Incomplete, "    ")]
    [InlineData("var x = 'a", CompletenessStatus.Invalid, "")]
    [InlineData("var x = 'ab';", CompletenessStatus.Invalid, "")]
    [InlineData("var x = \"\"\"\nabc", CompletenessStatus.Incomplete, "")]
    [InlineData("var x = @\"abc", CompletenessStatus.Incomplete, "")]
    [InlineData("var x = $@\"abc {1}", CompletenessStatus.Incomplete, "")]
    [InlineData("var x = \"\"\"\nabc\n\"\"\";", CompletenessStatus.Complete, "")]
    [InlineData("#if DEBUG\nvar x = 1;", CompletenessStatus.Incomplete, "")]
    [InlineData("#if DEBUG\nvar x = \"1;\n#endif", CompletenessStatus.Complete, "")]
    [InlineData("/* abc", CompletenessStatus.Incomplete, "")]
    [InlineData("#!fsharp\nlet x = \"abc", CompletenessStatus.Incomplete, "")]
    [InlineData("#!fsharp\n(* abc", CompletenessStatus.Incomplete, "")]
    [InlineData("#!fsharp\nlet x = 'a' // it's", CompletenessStatus.Complete, "")]
    [InlineData("#!sql\nSELECT 1;", CompletenessStatus.Complete, "")]
    [InlineData("#!fsharp\nlet f x =", CompletenessStatus.Incomplete, "    ")]
    [InlineData("#!time", CompletenessStatus.Complete, "")]
    public void Completeness_is_told(string code, CompletenessStatus status, string indent) =>
        Assert.Equal(new CodeCompleteness(status, indent), Engine.Services.IsComplete(code));
}

/// <summary>Holds a cell until the test says.</summary>
public static class Gates
{
    public static Task Release { get; set; } = Task.CompletedTask;
}
