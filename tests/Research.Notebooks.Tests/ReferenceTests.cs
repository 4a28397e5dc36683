namespace Research.Notebooks.Tests;

/// <summary>State of the host that a cell must see.</summary>
public static class HostState
{
    public static int Counter { get; set; }
}

public sealed class ReferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestOutput _output = new();
    private readonly CSharpEngine _engine;

    public ReferenceTests()
    {
        Directory.CreateDirectory(_folder.At("notebooks"));
        _engine = new CSharpEngine(_folder.At("notebooks"));
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_assembly_that_the_host_has_is_not_loaded_again_from_a_copy()
    {
        Directory.CreateDirectory(_folder.At("bin"));
        File.Copy(typeof(HostState).Assembly.Location, _folder.At("bin/Research.Notebooks.Tests.dll"));
        HostState.Counter = 41;

        await _engine.RunAsync(
            "#r \"../bin/Research.Notebooks.Tests.dll\"\nusing Research.Notebooks.Tests;\nHostState.Counter++; typeof(HostState)",
            _output);
        var type = await _engine.RunAsync("typeof(HostState)", _output);

        Assert.Equal(42, HostState.Counter);
        Assert.Same(typeof(HostState), type.Value);
        Assert.Single(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Research.Notebooks.Tests");
    }

    [Fact]
    public async Task Libraries_of_the_kit_are_there_and_tools_of_the_kernel_where_a_cell_names_them()
    {
        await _engine.RunAsync("using TorchSharp; typeof(ScottPlot.Plot).Name", _output);
        await _engine.RunAsync("Markdig.Markdown.ToPlainText(\"*a*\").Trim()", _output);
        await _engine.RunAsync("#r \"Markdig\"\nMarkdig.Markdown.ToPlainText(\"*a*\").Trim()", _output);

        Assert.Equal(
            "[1]: Plot\n"
            + "error: CompilationError: cell 2, line 1, column 1: CS0103 The name 'Markdig' does not exist in the current "
            + "context\n"
            + "[3]: a\n",
            _output.Log);
    }

    [Fact]
    public async Task An_assembly_that_only_says_where_types_are_can_be_named()
    {
        await _engine.RunAsync("#r \"System.Xml.ReaderWriter\"\n#r \"netstandard\"\ntypeof(System.Xml.XmlReader).Name", _output);

        Assert.Equal("[1]: XmlReader\n", _output.Log);
    }

    [Fact]
    public async Task An_assembly_that_the_host_lacks_is_loaded_from_its_path()
    {
        Compile("Shapes", "namespace Shapes; public record Circle(double Radius);");

        await _engine.RunAsync("#r \"../Shapes.dll\"\nusing Shapes;", _output);
        await _engine.RunAsync("new Circle(2).Radius", _output);

        Assert.Equal("[2]: 2\n", _output.Log);
    }

    [Fact]
    public async Task An_assembly_finds_what_lies_beside_it()
    {
        Compile("Lines", "namespace Lines; public record Line(int Length);");
        Compile("Drawings", "namespace Drawings; public static class Drawing { public static Lines.Line Longest() => new(9); }",
            "Lines");

        await _engine.RunAsync("#r \"../Drawings.dll\"\nDrawings.Drawing.Longest().Length", _output);

        Assert.Equal("[1]: 9\n", _output.Log);
    }

    [Fact]
    public async Task A_load_is_relative_to_the_file_that_says_it_and_brings_its_references_and_usings()
    {
        Compile("Shapes", "namespace Shapes; public record Circle(double Radius);");
        _folder.Write("notebooks/kit.csx",
            "#r \"../Shapes.dll\"\n#load \"lib/inner.csx\"\nusing Shapes;\nvar unit = new Circle(one);\n");
        _folder.Write("notebooks/lib/inner.csx", "#load \"deep.csx\"\nvar one = Deep();\n");
        _folder.Write("notebooks/lib/deep.csx", "double Deep() => 1;\n");

        await _engine.RunAsync("#load \"kit.csx\"", _output);
        await _engine.RunAsync("unit == new Circle(1)", _output);

        Assert.Equal("[2]: True\n", _output.Log);
    }

    [Fact]
    public async Task A_file_that_is_no_assembly_is_named()
    {
        _folder.Write("text.dll", "no assembly");
        await _engine.RunAsync("#r \"../text.dll\"", _output);
        Assert.Equal(
            $"cell 1, line 1, column 1: CS0009 Metadata file '{_folder.At("text.dll")}' could not be opened -- PE image doesn't "
            + "contain managed metadata.",
            string.Join('\n', Assert.Single(_output.Errors).Traceback));
    }

    private void Compile(string name, string code, params string[] references)
    {
        string path = _folder.At(name + ".dll");
        var compilation = Microsoft.CodeAnalysis.CSharp.CSharpCompilation.Create(
            name,
            [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(code)],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal))
                .Concat(references.Select(reference => _folder.At(reference + ".dll")))
                .Select(file => Microsoft.CodeAnalysis.MetadataReference.CreateFromFile(file)),
            new(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        using var stream = File.Create(path);
        Assert.Empty(compilation.Emit(stream).Diagnostics);
    }
}
