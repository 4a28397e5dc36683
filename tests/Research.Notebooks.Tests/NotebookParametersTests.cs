namespace Research.Notebooks.Tests;

public sealed class NotebookParametersTests : IDisposable
{
    private const string Cell = """
        var epochs = Pick(1, 2);
        double rate = 1e-3; float momentum = 0.9F;
        long steps = 5;
        bool isQuick = true;
        string name = "a";
        string? note = null;
        int? seed = null;
        var mode = Mode.Honest;
        int[] sizes = [1, 2];
        List<string> actions = ["UP"];
        var day = DayOfWeek.Monday;
        const int Depth = 3;
        var stream = Stream.Null;
        """;

    private readonly CSharpEngine _engine = new(Path.GetTempPath());

    public void Dispose() => _engine.Dispose();

    private static NotebookDocument Notebook(string parameters = Cell)
    {
        var notebook = NotebookDocument.Create();
        notebook.Add("code", "enum Mode { Honest, Report }\nT Pick<T>(T smoke, T quick) => quick;");
        notebook.Add("markdown", "text");
        notebook.Add("code", parameters).AddTag(NotebookParameters.Tag);
        notebook.Add("code", "epochs");
        return notebook;
    }

    private static Dictionary<string, string> Values(params string[] given) =>
        given.Select(value => value.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    [Fact]
    public async Task Types_are_those_that_the_compiler_sees()
    {
        var parameters = await NotebookParameters.ListAsync(Notebook(), _engine);

        Assert.Equal(
            "int epochs = Pick(1, 2)\ndouble rate = 1e-3\nfloat momentum = 0.9F\nlong steps = 5\nbool isQuick = true\nstring "
            + "name = \"a\"\nstring? note = null\n"
            + "int? seed = null\nMode mode = Mode.Honest\nint[] sizes = [1, 2]\nList<string> actions = [\"UP\"]\nDayOfWeek day "
            + "= DayOfWeek.Monday\n"
            + "int Depth = 3\nStream stream = Stream.Null",
            string.Join('\n', parameters.Select(parameter => $"{parameter.Type} {parameter.Name} = {parameter.Default}")));
    }

    [Theory]
    [InlineData("epochs=-3", "int epochs = -3;")]
    [InlineData("rate=0.1", "double rate = 0.1D;")]
    [InlineData("rate=3", "double rate = 3D;")]
    [InlineData("rate=NaN", "double rate = double.NaN;")]
    [InlineData("momentum=1e-3", "float momentum = 0.001F;")]
    [InlineData("steps=9999999999", "long steps = 9999999999L;")]
    [InlineData("isQuick=False", "bool isQuick = false;")]
    [InlineData("name=a \"b\" \\ = {c}", "string name = \"a \\\"b\\\" \\\\ = {c}\";")]
    [InlineData("name=null", "string name = \"null\";")]
    [InlineData("note=null", "string? note = null;")]
    [InlineData("seed=7", "int? seed = 7;")]
    [InlineData("seed=null", "int? seed = null;")]
    [InlineData("mode=report", "Mode mode = Mode.Report;")]
    [InlineData("day=Friday", "DayOfWeek day = DayOfWeek.Friday;")]
    [InlineData("sizes=[3, 4]", "int[] sizes = [3, 4];")]
    [InlineData("sizes=3,4", "int[] sizes = [3, 4];")]
    [InlineData("sizes=[]", "int[] sizes = [];")]
    [InlineData("actions=UP, \"a,b\"", "List<string> actions = [\"UP\", \"a,b\"];")]
    [InlineData("Depth=4", "int Depth = 4;")]
    public async Task Values_are_declared_anew_and_compile(string given, string declaration)
    {
        var notebook = Notebook();

        await NotebookParameters.InjectAsync(notebook, Values(given), _engine);
        var output = new TestOutput();
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            await _engine.RunAsync(cell.Source, output);
        }

        Assert.Equal($"// Parameters\n{declaration}", notebook.Cells[3].Source);
        Assert.Equal([NotebookParameters.InjectedTag], notebook.Cells[3].Tags);
        Assert.Empty(output.Errors);
    }

    [Fact]
    public async Task A_second_injection_replaces_the_first()
    {
        var notebook = Notebook();
        await NotebookParameters.InjectAsync(notebook, Values("epochs=3"), _engine);
        await NotebookParameters.InjectAsync(notebook, Values("epochs=4", "rate=1"), _engine);

        Assert.Equal(5, notebook.Cells.Count);
        Assert.Equal("// Parameters\nint epochs = 4;\ndouble rate = 1D;", notebook.Cells[3].Source);
    }

    [Theory]
    [InlineData("epochs=many", "Parameter epochs: found \"many\", expected int: a whole number within ±2147483647.")]
    [InlineData("epochs=1.5", "Parameter epochs: found \"1.5\", expected int: a whole number within ±2147483647.")]
    [InlineData("steps=", "Parameter steps: found \"\", expected long: a whole number of 64 bits.")]
    [InlineData("rate=0,1", "Parameter rate: found \"0,1\", expected double: a number, such as 0.5 or 1e-3.")]
    [InlineData("isQuick=1", "Parameter isQuick: found \"1\", expected bool: true or false.")]
    [InlineData("mode=Fast", "Parameter mode: found \"Fast\", expected Mode: one of Honest, Report.")]
    [InlineData("sizes=[1,b]", "Parameter sizes: found \"[1,b]\", expected int[]: a whole number within ±2147483647.")]
    [InlineData("stream=x",
        "Parameter stream: found \"x\", but no value of its type Stream can be given as text; one can of bool, int, long, "
        + "float, double, string, an enum, or an array or list of one of these.")]
    [InlineData("epoch=3",
        "The notebook has no parameter \"epoch\"; it has epochs (int), rate (double), momentum (float), steps (long), isQuick "
        + "(bool), name (string), note (string?), seed (int?), mode (Mode), sizes (int[]), actions (List<string>), day "
        + "(DayOfWeek), Depth (int), stream (Stream).")]
    public async Task What_does_not_fit_is_named(string given, string message)
    {
        var notebook = Notebook();
        string before = notebook.ToJson();

        var error = await Assert.ThrowsAsync<ParameterException>(() =>
            NotebookParameters.InjectAsync(notebook, Values(given), _engine));

        Assert.Equal(message, error.Message);
        Assert.Equal(before, notebook.ToJson());
    }

    [Fact]
    public async Task A_notebook_without_the_cell_takes_no_values()
    {
        var notebook = NotebookDocument.Create();
        var error = await Assert.ThrowsAsync<ParameterException>(() =>
            NotebookParameters.InjectAsync(notebook, Values("a=1", "b=x"), _engine));
        Assert.Equal("The notebook has no code cell tagged \"parameters\" that could take a=1 b=x.", error.Message);
    }

    [Fact]
    public async Task A_type_that_cannot_be_told_says_why()
    {
        var error = await Assert.ThrowsAsync<ParameterException>(() =>
            NotebookParameters.InjectAsync(Notebook("var epochs = Missing.Pick();"), Values("epochs=1"), _engine));
        Assert.Equal(
            "Parameter epochs: its type cannot be told, because the notebook does not compile: "
            + "cell 2, line 1, column 14: CS0103 The name 'Missing' does not exist in the current context",
            error.Message);
    }
}
