namespace Research.Notebooks.Tests;

/// <summary>Directives: the package's, the kit's, and those that cells add.</summary>
public sealed class HostDirectiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PolyglotEngine _engine;
    private readonly Answering _output = new();

    public HostDirectiveTests() => _engine = new PolyglotEngine(_folder.Path);

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    private async Task<string> Run(params string[] cells)
    {
        foreach (string cell in cells)
        {
            await _engine.RunAsync(cell, _output);
        }

        return _output.Log;
    }

    [Fact]
    public async Task A_value_is_asked_for_where_a_directive_says_so() => Assert.Equal(
        "[1]: answer to Number\n[2]: 16\nasked: Number, password: Secret\n",
        await Run("#!set --name n --value @input:\"Number\"\nn",
            "#!set --name n --value @password:\"Secret\"\nn.GetClearTextPassword().Length")
            + $"asked: {string.Join(", ", _output.Questions)}\n");

    [Fact]
    public async Task Several_values_are_asked_for_at_once() => Assert.Equal(
        "[1]: answer to First, answer to Second\n",
        await Run(
            "string.Join(\", \", (await Kernel.GetInputsAsync([new "
            + "Microsoft.DotNet.Interactive.Commands.InputDescription(\"a\", \"First\"), new "
            + "Microsoft.DotNet.Interactive.Commands.InputDescription(\"b\", \"Second\") { TypeHint = \"password\" }])).Values)"));

    [Fact]
    public async Task A_cell_asks_the_front_end_and_a_password_is_not_shown()
    {
        string log = await Run(
            "await Kernel.GetInputAsync(\"q\", typeHint: \"file\")",
            "PasswordString secret = await Kernel.GetPasswordAsync(\"q\"); secret.GetClearTextPassword()",
            "input(\"q\")",
            "password(\"q\")");
        Assert.Equal(["q", "password: q", "q", "password: q"], _output.Questions);
        Assert.StartsWith("[1]: answer to q\n[2]: answer to q\n[3]: answer to q\n[4]: ", log, StringComparison.Ordinal);
        Assert.DoesNotContain("answer", log.Split("[4]")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_gives_text_numbers_by_value_and_anything_by_reference() => Assert.Equal(
        "[2]: String, Double, Int32\n",
        await Run("var x = 5;",
            "#!set --name a --value 3\n#!set --name b --value @csharp:x\n#!set --name c --byref --value "
            + "@csharp:x\nstring.Join(\", \", a.GetType().Name, b.GetType().Name, c.GetType().Name)"));

    [Fact]
    public async Task A_raw_value_is_kept_and_shared() => Assert.Equal(
        "display: some text\n[2]: some text\n", await Run("#!value --name v\nsome text", "#!share --from value v\nv"));

    [Fact]
    public async Task A_cell_adds_a_directive_and_uses_it()
    {
        const string Added = """
            using Microsoft.DotNet.Interactive.Directives;
            Kernel.Root.FindKernelByName("csharp").AddDirective(new KernelActionDirective("#!hello") { Parameters = { new KernelDirectiveParameter("--name") { Required = true } } },
                (command, context) => { context.DisplayAs("hello", "text/plain"); Console.Write("world"); return Task.CompletedTask; });
            Kernel.Root.FindKernelByName("csharp").AddDirective(new KernelActionDirective("#!fail"), (command, context) => throw new InvalidOperationException("no"));
            """;
        Assert.Equal("display: hello\nstdout: world\n[2]: 1\n", await Run(Added, "#!hello --name x\n1"));

        await Run("1\n#!fail\nConsole.Write(\"after\");", "#!hello");
        Assert.Equal(
            ["no", "cell 4, line 1: found #!hello. Missing required parameter '--name', expected #!hello --name NAME."],
            _output.Errors.Select(error => error.Message));
        Assert.DoesNotContain("after", _output.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kernel_of_a_cell_runs_cells()
    {
        const string Added = """
            using Microsoft.DotNet.Interactive.Commands; using Microsoft.DotNet.Interactive.Events; using Microsoft.DotNet.Interactive.Formatting;
            class Shout() : Kernel("shout"), IKernelCommandHandler<SubmitCode>
            {
                public Task HandleAsync(SubmitCode command, KernelInvocationContext context)
                {
                    if (command.Code.Contains("no")) { context.Fail(command, message: "it is no"); return Task.CompletedTask; }
                    context.Publish(new ReturnValueProduced(command.Code.ToUpper(), command, FormattedValue.CreateManyFromObject(command.Code.ToUpper(), "text/plain")));
                    return Task.CompletedTask;
                }
            }
            ((CompositeKernel)Kernel.Root).Add(new Shout());
            """;
        await Run(Added, "#!shout\nabc");
        await _engine.RunAsync("no", _output, language: "shout");
        Assert.Equal("[2]: ABC\nerror: CommandFailed: it is no\n", _output.Log);
    }

    [Fact]
    public async Task The_directive_tells_what_it_takes()
    {
        string log = await Run("#!connect stdio --help", "#!who --help");
        Assert.Contains("#!connect stdio --kernel-name KERNEL-NAME --command COMMAND", log, StringComparison.Ordinal);
        Assert.Contains("#!who", log, StringComparison.Ordinal);
        Assert.Empty(_output.Errors);
    }

    [Fact]
    public async Task Versions_are_told() => Assert.Matches(
        "(?s)display: .*Microsoft.DotNet.Interactive +1[.]0.*Runtime +[.]NET 10", await Run("#!about"));

    [Fact]
    public async Task Lines_keep_their_numbers_below_directives_and_references()
    {
        await Run(
            $"#!time\n#r \"{typeof(HostDirectiveTests).Assembly.Location}\"\nvar a = 1;\n#!who\nvar b = 2;\nthrow new "
            + "Exception(\"no\");",
            "#!/usr/bin/env dotnet\n#region x\nvar c = 3;\n#endregion\nundefined");
        Assert.Equal([6, 5], _output.Errors.Select(error => error.Line));
    }

    [Fact]
    public async Task A_part_that_fails_ends_the_cell_and_no_part_of_a_cell_with_a_mistake_runs()
    {
        await Run("#!fsharp\n1/0\n#!html\n<b>after</b>", "Console.Write(1);\n#!nothing");
        Assert.Equal(2, _output.Errors.Count);
        Assert.DoesNotContain("after", _output.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("stdout", _output.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_last_part_gives_a_result() => Assert.Equal(
        "display: 1\ndisplay: b\n[1]: 3\n", await Run("1\n#!html\n<i>b</i>\n#!fsharp\n1 + 2\n"));

    [Fact]
    public async Task A_directive_that_never_ends_is_interrupted_and_the_next_cell_runs()
    {
        await Run(
            "Kernel.Root.FindKernelByName(\"csharp\").AddDirective(new "
            + "Microsoft.DotNet.Interactive.Directives.KernelActionDirective(\"#!wait\"), (command, context) => Task.Delay(-1, "
            + "context.CancellationToken));");
        using var interrupt = new CancellationTokenSource(500);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var result = await _engine.RunAsync("#!wait", _output, interrupt.Token);
        Assert.Equal(CellStatus.Interrupted, result.Status);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4);
        Assert.Equal(2, (await _engine.RunAsync("1 + 1", _output)).Value);
    }

    [SkippableFact]
    public async Task PowerShell_runs_shares_asks_and_names_the_line()
    {
        var started = await _engine.RunAsync("#!pwsh\n1 + 1", _output);
        Skip.If(started.Error?.Name == nameof(PackageRestoreException), started.Error?.Message);
        string log = await Run(
            "var x = 5;", "#!pwsh\n#!share --from csharp x\n$y = $x + 1; Write-Host \"x is $x\"; Write-Error bad",
                "#!share --from pwsh y\ny", "#!pwsh\nRead-Host 'Name'", "#!pwsh\n\nthrow 'no'", "#!pwsh\nif (");
        Assert.Contains("stdout: 2\\n\n", log, StringComparison.Ordinal);
        Assert.Contains("stdout: x is 5\\n\nstderr: Write-Error: bad\\n\n[4]: 6\nstdout: answer to Name\\n\n", log,
            StringComparison.Ordinal);
        Assert.Equal(
            [("System.Management.Automation.RuntimeException", 3, "cell 6, line 3: no"),
                ("System.Management.Automation.ParseException", 2, "cell 7, line 2: At line:2 char:5")],
            _output.Errors.Select(error => (error.Name, error.Line ?? 0, error.Traceback[0])));

        using var interrupt = new CancellationTokenSource(500);
        Assert.Equal(CellStatus.Interrupted, (await _engine.RunAsync("#!pwsh\nStart-Sleep 60", _output, interrupt.Token)).Status);
    }

    /// <summary>An output with somebody in front of it.</summary>
    private sealed class Answering : ICellOutput, ICellInput
    {
        private readonly TestOutput _log = new();

        public string Log => _log.Log;

        public List<CellError> Errors => _log.Errors;

        public List<string> Questions { get; } = [];

        public string ReadLine(string prompt, bool isPassword, CancellationToken interrupt)
        {
            Questions.Add(isPassword ? $"password: {prompt}" : prompt);
            return $"answer to {prompt}";
        }

        public void WriteStream(string stream, string text) => _log.WriteStream(stream, text);

        public void Display(MimeBundle content, string displayId) => _log.Display(content, displayId);

        public void UpdateDisplay(MimeBundle content, string displayId) => _log.UpdateDisplay(content, displayId);

        public void ShowResult(MimeBundle content, int executionCount) => _log.ShowResult(content, executionCount);

        public void ShowError(CellError error) => _log.ShowError(error);

        public void ClearOutput(bool wait) => _log.ClearOutput(wait);
    }
}
