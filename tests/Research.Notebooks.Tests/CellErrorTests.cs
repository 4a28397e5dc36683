namespace Research.Notebooks.Tests;

public sealed class CellErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CSharpEngine _engine;

    public CellErrorTests() => _engine = new CSharpEngine(_folder.Path);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    private async Task<CellError> Fail(params string[] cells)
    {
        var output = new TestOutput();
        foreach (string cell in cells)
        {
            await _engine.RunAsync(cell, output);
        }

        return Assert.Single(output.Errors);
    }

    private static string Text(CellError error) => string.Join('\n', error.Traceback);

    [Fact]
    public async Task Names_cells_functions_and_lines()
    {
        var error = await Fail("int Half(int n)\n{\n    return n / 0.CompareTo(0);\n}", "var x = 1;\n\nHalf(x)");

        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal("Attempted to divide by zero.", error.Message);
        Assert.Equal(3, error.Line);
        Assert.Equal(
            "System.DivideByZeroException: Attempted to divide by zero.\n   at Half in cell 1, line 3\n   at cell 2, line 3",
            Text(error));
    }

    [Fact]
    public async Task Leaves_out_what_the_runtime_does_between_tasks_lambdas_and_iterators()
    {
        var error = await Fail(
            """
            class Reader
            {
                public async Task<int> Read()
                {
                    await Task.Yield();
                    return Enumerable.Range(0, 2).Select(i => int.Parse("x")).ToList()[0];
                }
            }
            await Task.Run(() =>
                new Reader().Read());
            """);

        Assert.Equal(
            "System.FormatException: The input string 'x' was not in a correct format.\n   at System.Int32.Parse\n"
            + "   at Reader.a lambda of Read in cell 1, line 6\n   at Reader.Read in cell 1, line 6\n   at cell 1, line 9",
            Text(error));
    }

    [Fact]
    public async Task Shows_inner_errors_and_types_of_the_cell_by_their_own_names()
    {
        var error = await Fail(
            "class Broken(string m, Exception e) : Exception(m, e);",
            "try\n{\n    throw new IOException(\"disk\");\n}\ncatch (Exception e)\n{\n    throw new Broken(\"outer\", e);\n}");

        Assert.Equal("Broken", error.Name);
        Assert.Equal(7, error.Line);
        Assert.Equal("Broken: outer\n   at cell 2, line 7\ncaused by System.IO.IOException: disk\n   at cell 2, line 3",
            Text(error));
    }

    [Fact]
    public async Task Shows_all_errors_of_an_aggregate()
    {
        var error =
            await Fail("Task.WaitAll(Task.FromException(new Exception(\"a\")), Task.FromException(new Exception(\"b\")));");
        Assert.Equal(
            "System.AggregateException: One or more errors occurred. (a) (b)\n   at System.Threading.Tasks.Task.WaitAll\n   at "
            + "cell 1, line 1\n"
            + "caused by System.Exception: a\ncaused by System.Exception: b",
            Text(error));
    }

    [Fact]
    public async Task Names_file_and_line_in_a_loaded_file()
    {
        _folder.Write("lib/load.csx", "\nvoid Load(string path)\n{\n    throw new IOException(path);\n}\n");
        var error = await Fail("#load \"lib/load.csx\"\n\nLoad(\"a.log\");");

        Assert.Equal(3, error.Line);
        Assert.Equal("System.IO.IOException: a.log\n   at Load in lib/load.csx, line 4\n   at cell 1, line 3", Text(error));
    }

    [Fact]
    public async Task Shows_frames_of_libraries()
    {
        var error = await Fail($"#r \"{typeof(Faulty).Assembly.Location}\"\nResearch.Notebooks.Tests.Faulty.Read(\"x\");");
        Assert.Equal(
            "System.IO.InvalidDataException: x\n   at Research.Notebooks.Tests.Faulty.Read in Faulty.cs, line 6\n   at cell 1, "
            + "line 2", Text(error));
    }

    [Fact]
    public async Task An_error_while_showing_the_result_is_the_cells_error()
    {
        var error = await Fail("Enumerable.Range(0, 3).Select(i =>\n    1 / i)");
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal(2, error.Line);
    }

    [Theory]
    [InlineData("void F() {\n  int[] a = new int[1];\n  a[3] = 1;\n}\nF();", 3, "F in cell 1, line 3", "cell 1, line 5")]
    [InlineData("int[] a2 = new int[1];\nint i2 = 3;\na2[i2] = 1;", 3, "cell 1, line 3")]
    [InlineData("async Task H() {\n  await Task.Delay(1);\n  int[] a = new int[1];\n  a[2] = 1;\n}\nawait H();", 4,
        "H in cell 1, line 4", "cell 1, line 6")]
    [InlineData("int zero = 0;\nFunc<int, int> f = x =>\n{\n  var y = x + 1;\n  return y / zero;\n};\nf(1)", 5,
        "a lambda in cell 1, line 5", "cell 1, line 7")]
    [InlineData("var b = new int[2];\nfor (var i = 0; i < 3; i++)\n{\n  b[0] = 1;\n  b[i] = i;\n}", 5, "cell 1, line 5")]
    [InlineData("class C\n{\n  int[] v = new int[1];\n  public int this[int i] => v[0]\n    + v[i];\n}\nnew C()[2]", 4,
        "C.get_Item in cell 1, line 4", "cell 1, line 7")]
    [InlineData("class D\n{\n  public D(int[] v)\n  {\n    v[0] = 1;\n    v[7] = 1;\n  }\n}\nnew D(new int[1])", 6,
        "D.new in cell 1, line 6", "cell 1, line 9")]
    [InlineData("class E\n{\n  public int X => 1\n    // why\n    ;\n  public int Y => throw new Exception();\n}\nnew E().Y", 6,
        "E.get_Y in cell 1, line 6", "cell 1, line 8")]
    [InlineData("int One() => 1\n  // why\n  ;\nthrow new Exception();", 4, "cell 1, line 4")]
    public async Task The_line_is_that_of_the_statement_that_failed(string cell, int line, params string[] frames)
    {
        var error = await Fail(cell);
        Assert.Equal((line, string.Join('\n', frames.Select(frame => $"   at {frame}"))),
            (error.Line, string.Join('\n', error.Traceback.Skip(1))));
    }

    [Fact]
    public async Task A_cell_that_asks_for_speed_is_compiled_for_it()
    {
        const string Question =
            "System.Diagnostics.DebuggableAttribute.DebuggingModes Mode() => "
            + "System.Reflection.Assembly.GetExecutingAssembly().GetCustomAttributes(false).OfType<System.Diagnostics.DebuggableAttribute>().Single().DebuggingFlags;\n"
            + "Mode().HasFlag(System.Diagnostics.DebuggableAttribute.DebuggingModes.DisableOptimizations)";
        var output = new TestOutput();
        await _engine.RunAsync(Question, output);
        await _engine.RunAsync(
            "[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveOptimization)]\n" + Question, output);
        Assert.Equal("[1]: True\n[2]: False\n", output.Log);
    }

    [Fact]
    public async Task An_arrow_property_of_a_cell_that_asks_for_speed_stays_as_it_is_written()
    {
        var result = await _engine.RunAsync(
            "// AggressiveOptimization\nclass P { public int X => 1; }\n"
            + "typeof(P).GetProperty(\"X\").GetMethod.GetMethodBody().GetILAsByteArray().Length", new TestOutput());
        Assert.Equal(2, result.Value); // ldc.i4.1, ret
    }

    [Fact]
    public async Task Functions_that_call_each_other_without_end_are_reported_and_the_engine_goes_on()
    {
        var output = new TestOutput();
        await _engine.RunAsync("int Even(int n) => Odd(n + 1) + 1;\nint Odd(int n) { return Even(n + 1) + 1; }\nEven(0)", output);
        var error = Assert.Single(output.Errors);
        Assert.Equal(
            "System.InsufficientExecutionStackException: The stack is full: functions call each other too deep, or without end.",
            error.Traceback[0]);
        Assert.Equal(1 + 41, error.Traceback.Count);
        Assert.Matches(@"^   … [\d,]+ more frames$", error.Traceback[21]);
        await _engine.RunAsync("1", output);
        Assert.EndsWith("[2]: 1\n", output.Log, StringComparison.Ordinal);
    }

    /// <summary>The value is large, so that few calls fill the stack.</summary>
    [Theory]
    [InlineData("class P { public Big Next => Next; }\nvar big = new P().Next;")]
    [InlineData("class Q { public Big this[int i] => this[i + 1]; }\nvar big = new Q()[0];")]
    [InlineData("class R { public Big Next { get => default; set => Next = value; } }\nnew R().Next = default;")]
    [InlineData("struct V { public static V operator +(V a, V b) => a + b; Big big; }\nvar sum = new V() + new V();")]
    [InlineData("void Down(Big big) => Down(big);\nDown(default);")]
    public async Task Arrows_that_call_themselves_without_end_are_reported_and_the_engine_goes_on(string cell)
    {
        var output = new TestOutput();
        await _engine.RunAsync(
            "[System.Runtime.CompilerServices.InlineArray(1000)] struct Big { long first; }\n" + cell, output);
        Assert.Equal(
            "System.InsufficientExecutionStackException: The stack is full: functions call each other too deep, or without end.",
            Assert.Single(output.Errors).Traceback[0]);
        Assert.Equal(2, (await _engine.RunAsync("1 + 1", output)).Value);
    }

    [Theory]
    [InlineData("async Task<int> A() { await Task.Delay(1); return 4; }\nA();",
        "cell 1, line 2, column 1: warning CS4014 Because this call is not awaited, execution of the current method continues "
        + "before the call is completed. Consider applying the 'await' operator to the result of the call.")]
    [InlineData("int Unused() { int q; return 1; }",
        "cell 1, line 1, column 20: warning CS0168 The variable 'q' is declared but never used")]
    public async Task Warnings_of_the_compiler_are_shown(string cell, string warning)
    {
        var output = new TestOutput();
        await _engine.RunAsync(cell, output);
        Assert.Contains($"stderr: {warning}\n", output.Log.Replace("\\n", "\n", StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compilation_names_every_error_with_its_place()
    {
        var error = await Fail("int x = \"a\";\nvar z = y;");

        Assert.Equal(CellError.Compilation, error.Name);
        Assert.Equal("cell 1, line 1, column 9: CS0029 Cannot implicitly convert type 'string' to 'int'", error.Message);
        Assert.Equal(1, error.Line);
        Assert.Equal(
            "cell 1, line 1, column 9: CS0029 Cannot implicitly convert type 'string' to 'int'\n"
            + "cell 1, line 2, column 9: CS0103 The name 'y' does not exist in the current context",
            Text(error));
    }

    [Fact]
    public async Task Compilation_tells_only_of_syntax_while_that_is_wrong()
    {
        var error = await Fail("y = 1;\nvar z = (1;");
        Assert.Equal("cell 1, line 2, column 11: CS1026 ) expected", Text(error));
    }

    [Fact]
    public async Task Compilation_names_file_and_line_in_a_loaded_file()
    {
        _folder.Write("kit.csx", "using System.Text;\n\nvar x = y;\n");
        var error = await Fail("#load \"kit.csx\"\n1");

        Assert.Null(error.Line);
        Assert.Equal("kit.csx, line 3, column 9: CS0103 The name 'y' does not exist in the current context", Text(error));
    }

    [Theory]
    [InlineData("#load \"none.csx\"",
        "cell 1, line 1, column 7: CS1504 Source file 'none.csx' could not be opened -- Could not find file.")]
    [InlineData("#r \"none.dll\"", "cell 1, line 1, column 1: CS0006 Metadata file 'none.dll' could not be found")]
    public async Task Missing_files_are_named(string cell, string message) => Assert.Equal(message, Text(await Fail(cell)));
}
