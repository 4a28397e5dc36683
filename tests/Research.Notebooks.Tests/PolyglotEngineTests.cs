namespace Research.Notebooks.Tests;

public sealed class PolyglotEngineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestOutput _output = new();
    private readonly PolyglotEngine _engine;

    public PolyglotEngineTests() => _engine = new PolyglotEngine(_folder.Path);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    private async Task<CellError> Error(string cell)
    {
        var result = await _engine.RunAsync(cell, _output);
        Assert.Equal(CellStatus.Failed, result.Status);
        return result.Error!;
    }

    [Theory]
    [InlineData("#!tim",
        "cell 1, line 1: found #!tim, expected a language (#!C#, #!F#, #!c#, #!cs, #!csharp, #!f#, #!fs, #!fsharp, #!html, "
        + "#!javascript, #!js, #!markdown, #!md, #!mermaid, #!powershell, #!pwsh, #!sql, #!sqlite, #!value) or a command "
        + "(#!about, #!connect, #!import, #!lsmagic, #!set, #!share, #!time, #!who, #!whos).")]
    [InlineData("1\n#!share x",
        "cell 1, line 2: found #!share x. Missing required parameter '--from', expected #!share [NAME] --from FROM [--as AS] "
        + "[--mime-type MIME-TYPE].")]
    [InlineData("#!share --from fsharp",
        "cell 1, line 1: found #!share without one variable, expected #!share NAME --from FROM.")]
    [InlineData("#!share --from perl x",
        "cell 1, line 1: found the language \"perl\", expected one of csharp, fsharp, sql, javascript, markdown, mermaid, pwsh, "
        + "html, value.")]
    [InlineData("var a = 1; var b = 2;\n#!sql\n#!share --from csharp c",
        "cell 1, line 3: csharp has no variable \"c\"; it has a, b.")]
    [InlineData("#!share --from value a", "cell 1, line 1: Value 'a' not found in kernel value")]
    [InlineData("#!set --name x",
        "cell 1, line 1: found #!set --name x. Missing required parameter '--value', expected #!set --name NAME --value VALUE "
        + "[--byref] [--mime-type MIME-TYPE].")]
    [InlineData("#!set --name 2x --value 1", "cell 1, line 1: found the name \"2x\", expected a C# identifier.")]
    [InlineData("1\n#!set --name x --value @input:\"How many?\"",
        "cell 1, line 2: Input was asked for (\"How many?\"), but nobody is there to answer: the notebook runs without a front "
        + "end.")]
    [InlineData("#!set --name x --value @sql:y",
        "cell 1, line 1: found #!set --name x --value @sql:y. sql has no variable \"y\"; it has none, expected #!set --name "
        + "NAME --value VALUE [--byref] [--mime-type MIME-TYPE].")]
    [InlineData("#!html\n#!set --name x --value 1",
        "cell 1, line 2: found #!set --name x --value 1, expected a command that this language has.")]
    [InlineData("#!lsmagic perl",
        "cell 1, line 1: found the kernel \"perl\", expected one of csharp, fsharp, sql, javascript, markdown, mermaid, pwsh, "
        + "html, value.")]
    [InlineData("#!connect stdio --kernel-name other",
        "cell 1, line 1: found #!connect stdio --kernel-name other. Missing required parameter '--command', expected #!connect "
        + "stdio --kernel-name KERNEL-NAME --command COMMAND [--working-directory WORKING-DIRECTORY] [--kernel-host "
        + "KERNEL-HOST].")]
    [InlineData("var n = 3;\n#!sql\n#!share --from csharp n",
        "cell 1, line 3: SQL cannot take n: found Int32 for the table n, expected a sequence.")]
    [InlineData("class Boss; var boss = new Boss();\n#!fsharp\n#!share --from csharp boss",
        "cell 1, line 3: boss is a Boss, and F# cannot see Boss, a type that a cell declares; it can take values of a library's "
        + "types, and sequences of records.")]
    [InlineData("#!sql --file x\nSELECT 1",
        "cell 1, line 1: found #!sql --file x. Unrecognized parameter name '--file', expected #!sql [--name NAME].")]
    public async Task A_line_that_cannot_be_carried_out_says_what_was_expected(string cell, string message)
    {
        var error = await Error(cell);
        Assert.Equal(("MagicError", message), (error.Name, error.Message));
    }

    [Fact]
    public async Task An_error_ends_the_cell_and_names_the_line_in_it()
    {
        var error = await Error("#!html\n<b>one</b>\n#!csharp\nvar x = 1;\nthrow new IOException(\"disk\");\n#!html\n<b>two</b>");

        Assert.Equal((5, "System.IO.IOException: disk|   at cell 1, line 5"), (error.Line, string.Join('|', error.Traceback)));
        Assert.Equal("display: one\nerror: System.IO.IOException: disk\n", _output.Log);
    }

    [Fact]
    public async Task FSharp_errors_and_warnings_name_cell_line_and_column()
    {
        var compiler = await Error("#!fsharp\nlet x = 1\nlet y = unknown");
        Assert.Equal((3, "cell 1, line 3, column 9: FS0039 The value or constructor 'unknown' is not defined."),
            (compiler.Line, compiler.Message.Split(" Maybe")[0]));

        var thrown =
            await Error("#!fsharp\nlet rec fail n : int = if n = 0 then failwith \"no\" else 1 + fail (n - 1)\n\nfail 1 + 1");
        Assert.Equal("System.Exception: no|   at cell 2, line 2|   at cell 2, line 4", string.Join('|', thrown.Traceback));
        Assert.Equal(2, thrown.Line);

        await _engine.RunAsync("#!fsharp\nlet name x = match x with 1 -> \"one\"", _output);
        Assert.Matches(@"stderr: cell 3, line 2, column \d+: warning FS0025 Incomplete pattern matches", _output.Log);
    }

    [Fact]
    public async Task Records_of_a_CSharp_cell_come_to_FSharp_as_rows()
    {
        await _engine.RunAsync(
            "record Run(string Model, double F1); var runs = new[] { new Run(\"cnn\", 0.5), new Run(\"gru\", 0.75) };", _output);
        await _engine.RunAsync("#!fsharp\n#!share --from csharp runs\nruns |> Seq.sumBy (fun run -> run.Get<float>(\"F1\"))",
            _output);
        Assert.Equal("[2]: 1.25\n", _output.Log);
    }

    [Fact]
    public async Task Cells_asked_for_at_once_run_in_order_in_all_languages()
    {
        string[] cells =
            new[]
            {
                "var x = 1;",
                "#!fsharp\n#!share --from csharp x\nlet y = x + 1",
                "#!share --from fsharp y\ny + 1",
                "#!sql\nSELECT 4 AS n",
                "5",
            };
        var results = await Task.WhenAll(cells.Select(cell => _engine.RunAsync(cell, _output)));

        Assert.Equal([1, 2, 3, 4, 5], results.Select(result => result.ExecutionCount));
        Assert.Equal("[3]: 3\n[4]: n\n4\n[5]: 5\n", _output.Log);
    }

    [Fact]
    public async Task FSharp_completes_and_inspects_what_its_cells_declare()
    {
        await _engine.RunAsync("#!fsharp\nlet latents = [ 1.5 ]", _output);
        async Task<IEnumerable<string>> At(string code) =>
            (await _engine.Services.CompleteAsync(code, code.Length)).Items.Select(item => item.Text);

        Assert.Contains("latents", await At("#!fsharp\nlate"));
        Assert.Contains("sumBy", await At("1\n#!fsharp\nlatents |> List.su"));
        Assert.Equal("val latents: float list",
            (string?)(await _engine.Services.InspectAsync("#!fsharp\nlatents", 12, 0))?[MimeBundle.PlainText]);
    }

    [Theory]
    [InlineData("System.Threading.Thread.Sleep 60000")]
    [InlineData("while true do System.Threading.Thread.Sleep 1")]
    [InlineData("System.Threading.Tasks.Task.Delay(60000).Wait()")]
    public async Task FSharp_that_waits_is_stopped_and_its_values_stay(string waiting)
    {
        await _engine.RunAsync("#!fsharp\nlet kept = 5", _output);
        using var interrupt = new CancellationTokenSource(500);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var result = await _engine.RunAsync($"#!fsharp\n{waiting}", _output, interrupt.Token);

        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 3);
        Assert.Equal(5, (await _engine.RunAsync("#!fsharp\nkept", _output)).Value);
    }

    [Fact]
    public async Task FSharp_starts_with_its_first_cell_only()
    {
        await _engine.RunAsync("1 + 1", _output);
        Assert.Null(((FSharpLanguage)_engine.Language("fsharp")).Session);
    }

    [Fact]
    public async Task A_language_that_is_not_known_is_an_error_of_the_cell()
    {
        var result = await _engine.RunAsync("print 1", _output, language: "perl");
        Assert.Equal(
            "cell 1: found the language \"perl\", expected one of csharp, fsharp, sql, html, javascript, markdown, mermaid, "
            + "pwsh.", result.Error!.Message);
        Assert.Equal(
            "There is no language \"perl\"; there are csharp, fsharp, sql, html, javascript, markdown, mermaid, pwsh. "
            + "(Parameter 'defaultLanguage')",
            Assert.Throws<ArgumentException>(() => new PolyglotEngine(_folder.Path, "perl")).Message);
    }

    [Fact]
    public async Task An_import_names_the_file_where_it_fails()
    {
        _folder.Write("lib/bad.csx", "var x = 1;\nthrow new Exception(\"no\");");
        _folder.Write("a.dib", "#!csharp\n#!import b.dib");
        _folder.Write("b.dib", "#!csharp\n#!import a.dib");
        _folder.Write("c.ipynb", "{}");

        Assert.Equal(
            $"cell 1, line 1: found no file {_folder.At("none.csx")}, expected a notebook (.ipynb, .dib) or a source file.",
            (await Error("#!import none.csx")).Message);
        Assert.Equal("System.Exception: no|   at lib/bad.csx, line 2",
            string.Join('|', (await Error("#!import lib/bad.csx")).Traceback));
        Assert.Equal("b.dib, cell 1, line 1: a.dib imports itself: a.dib → b.dib → a.dib.",
            (await Error("#!import a.dib")).Message);
        Assert.Equal($"cell 4, line 1: {_folder.At("c.ipynb")}, nbformat: found null, expected the number 4.",
            (await Error("#!import c.ipynb")).Message);
    }

    [Fact]
    public async Task An_imported_file_may_have_the_line_ends_of_Windows()
    {
        _folder.Write("lib/x.csx", "#i \"nuget: https://api.nuget.org/v3/index.json\"\r\nvar x = 1;\r\n");

        Assert.Null((await _engine.RunAsync("#!import lib/x.csx", _output)).Error?.Message);
        Assert.Equal(1, (await _engine.RunAsync("x", _output)).Value);
    }

    [Fact]
    public async Task An_error_in_an_imported_file_has_the_line_of_the_import_in_the_cell()
    {
        _folder.Write("bad.csx", "var x = 1;\nthrow new Exception(\"no\");");
        _folder.Write("a.dib", "#!csharp\n#!import bad.csx");

        var error = await Error("var one = 1;\n\n#!import bad.csx");
        Assert.Equal((3, "System.Exception: no|   at bad.csx, line 2"), (error.Line, string.Join('|', error.Traceback)));
        Assert.Equal(4, (await Error("var two = 2;\n\n\n#!import a.dib")).Line);
        Assert.Equal([3, 4], _output.Errors.Select(shown => shown.Line));
    }

    [Fact]
    public async Task A_formatter_that_throws_is_an_error_of_the_cell_in_any_language()
    {
        await _engine.RunAsync(
            "#!fsharp\ntype Bad = { Value: int }\nMicrosoft.DotNet.Interactive.Formatting.Formatter.Register<Bad>((fun (_: Bad) "
            + "-> (failwith \"no form\" : string)), \"text/html\")", _output);
        var error = await Error("#!fsharp\n{ Value = 1 }");
        Assert.Equal(("System.Exception", "no form"), (error.Name, error.Message));
    }

    [Fact]
    public async Task Cells_asked_for_before_the_end_still_run()
    {
        var cell = _engine.RunAsync("#!fsharp\n40 + 2", _output);
        _engine.Dispose();

        Assert.Equal(42, (await cell).Value);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _engine.RunAsync("1", _output));
    }

    [Fact]
    public async Task The_languages_and_commands_are_listed()
    {
        await _engine.RunAsync("#!lsmagic", _output);
        Assert.Contains("#!csharp", _output.Log, StringComparison.Ordinal);
        Assert.Contains("#!sql [--name NAME]", _output.Log, StringComparison.Ordinal);
        Assert.Contains("#!time", _output.Log, StringComparison.Ordinal);
        var csharp = new TestOutput();
        await _engine.RunAsync("#!lsmagic csharp", csharp);
        Assert.Contains("#!whos", csharp.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("#!time", csharp.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JavaScript_gets_values_as_constants_and_Plotly_where_it_names_it()
    {
        string? html = null;
        await _engine.RunAsync("var data = new[] { new { X = 1, Name = \"</script>\" } };", _output);
        await _engine.RunAsync("#!js\n#!share --from csharp data\nPlotly.newPlot(element, data);",
            new Watch(bundle => html = (string?)bundle[MimeBundle.Html]));

        Assert.Contains("const data = [{\"X\":1,\"Name\":\"\\u003C/script\\u003E\"}];\nPlotly.newPlot(element, data);", html,
            StringComparison.Ordinal);
        Assert.Equal(2, html!.Split("</script>").Length - 1);
        Assert.InRange(html.Length, 1_000_000, 4_000_000); // all of plotly.js, as Plotly.NET brings it
    }

    private sealed class Watch(Action<MimeBundle> shown) : ICellOutput
    {
        public void WriteStream(string stream, string text) { }

        public void Display(MimeBundle content, string displayId) => shown(content);

        public void UpdateDisplay(MimeBundle content, string displayId) { }

        public void ShowResult(MimeBundle content, int executionCount) { }

        public void ClearOutput(bool wait) { }

        public void ShowError(CellError error) => Assert.Fail(error.Message);
    }
}
