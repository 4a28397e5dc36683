namespace Research.Notebooks.Tests;

/// <summary>What .NET Interactive's own types do in a cell.</summary>
public sealed class HostTests : IDisposable
{
    private readonly PolyglotEngine _engine = new(Path.GetTempPath());
    private readonly TestOutput _output = new();

    public void Dispose() => _engine.Dispose();

    private async Task<string> Run(params string[] cells)
    {
        foreach (string cell in cells)
        {
            await _engine.RunAsync(cell, _output);
        }

        return _output.Log;
    }

    /// <summary>Waits until a cell has written something.</summary>
    private bool HasWritten(string line) => SpinWait.SpinUntil(
        () => _output.Log.Contains(line, StringComparison.Ordinal), TimeSpan.FromSeconds(30));

    [Fact]
    public async Task Values_are_displayed_by_the_packages_methods() => Assert.Equal(
        "display: 42\ndisplay: x\ndisplay: text\ndisplay: 1\n[1]: fsharp\n",
        await Run(
            "42.Display(); \"x\".DisplayAs(\"text/plain\"); KernelInvocationContext.Current.Display(\"text\", \"text/plain\"); "
            + "Kernel.display(1); Kernel.Root.FindKernelByName(\"fsharp\").Name"));

    [Fact]
    public async Task A_displayed_value_is_replaced_by_its_handle_in_the_same_cell_and_in_a_later_one() => Assert.Equal(
        "display: 1\nupdate: 2\nupdate: 3\n", await Run("var shown = 1.Display(); shown.Update(2);", "shown.Update(3);"));

    [Fact]
    public async Task A_displayed_value_is_replaced_by_work_that_goes_on_after_its_cell()
    {
        await Run(
            "var go = new TaskCompletionSource(); var shown = KernelInvocationContext.Current.Display(\"a\", \"text/plain\"); "
            + "var late = Task.Run(async () => { await go.Task; shown.Update(\"b\"); });");
        await _engine.RunAsync("go.SetResult(); await late;", new TestOutput());
        Assert.Equal("display: a\nupdate: b\n", _output.Log);
    }

    [Fact]
    public async Task A_handle_as_a_cells_value_is_not_shown() => Assert.Equal(
        "display: x\ndisplay: y\n",
        await Run("KernelInvocationContext.Current.Display(\"x\", \"text/plain\")",
            "#!fsharp\nDisplayExtensions.Display(\"y\")"));

    [Fact]
    public async Task A_table_a_script_and_a_style_are_HTML()
    {
        string log = await Run("Kernel.HTML(\"<b>x</b>\")", "new[] { 1, 2 }.DisplayTable();");
        Assert.StartsWith("[1]: x\ndisplay: ", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_a_cell_sends_runs_at_once_in_the_same_state()
    {
        string log = await Run(
            """
            var before = 1;
            var sent = await Kernel.Root.SendAsync(new Microsoft.DotNet.Interactive.Commands.SubmitCode("var after = before + 1; display(\"within\"); after * 10", "csharp"));
            sent.Events.OfType<Microsoft.DotNet.Interactive.Events.ReturnValueProduced>().Single().Value
            """,
            "after");
        Assert.Equal("display: within\ndisplay: 20\n[1]: 20\n[2]: 2\n", log);
    }

    [Fact]
    public async Task Code_that_fails_within_a_cell_is_a_failed_command() => Assert.Equal(
        "[1]: System.Exception: no\n   at sent code, line 1\n",
        await Run(
            "(await Kernel.Root.SendAsync(new Microsoft.DotNet.Interactive.Commands.SubmitCode(\"throw new "
            + "Exception(\\\"no\\\");\", "
            + "\"csharp\"))).Events.OfType<Microsoft.DotNet.Interactive.Events.CommandFailed>().First().Message"));

    [Fact]
    public async Task A_package_that_sent_code_refers_to_and_cannot_be_had_is_told() => Assert.Matches(
        "found #r \"nuget: !\", expected #r \"nuget: PACKAGE, VERSION\"",
        await Run(
            "(await Kernel.Root.SendAsync(new Microsoft.DotNet.Interactive.Commands.SubmitCode(\"#r \\\"nuget: !\\\"\\n1\", "
            + "\"csharp\"))).Events.OfType<Microsoft.DotNet.Interactive.Events.CommandFailed>().First().Message"));

    [Fact]
    public async Task A_value_is_had_from_another_language_and_given_to_it() => Assert.Equal(
        "[2]: 5\n[4]: 7\n",
        await Run(
            "#!fsharp\nlet five = 5",
            "(await Kernel.Root.FindKernelByName(\"fsharp\").SendAsync(new "
                + "Microsoft.DotNet.Interactive.Commands.RequestValue(\"five\"))).Events.OfType<Microsoft.DotNet.Interactive.Events.ValueProduced>().Single().Value",
            "await Kernel.Root.SendAsync(new Microsoft.DotNet.Interactive.Commands.SendValue(\"seven\", 7, targetKernelName: "
                + "\"fsharp\"));",
            "#!fsharp\nseven"));

    [Fact]
    public async Task The_running_commands_token_is_cancelled_when_the_cell_is_to_stop()
    {
        using var interrupt = new CancellationTokenSource();
        var running = _engine.RunAsync(
            "var isTold = false; KernelInvocationContext.Current.CancellationToken.Register(() => isTold = true); "
            + "Console.Error.Write(\"go\"); Enumerable.Repeat(0, int.MaxValue).All(_ => !isTold); isTold", _output,
            interrupt.Token);
        Assert.True(HasWritten("stderr: go"), _output.Log);
        await interrupt.CancelAsync();

        Assert.True((await running).Value is true, _output.Log);
    }

    [Fact]
    public async Task A_cell_that_cannot_be_stopped_says_so_once()
    {
        using var folder = new TemporaryFolder();
        string end = folder.At("end");
        using var interrupt = new CancellationTokenSource();
        var running = _engine.RunAsync(
            $"Console.Error.Write(\"go\"); Enumerable.Repeat(0, int.MaxValue).All(_ => !File.Exists(\"{end}\"));", _output,
            interrupt.Token);
        Assert.True(HasWritten("stderr: go"), _output.Log);
        await interrupt.CancelAsync();
        bool isReported = HasWritten("stderr: The cell has not stopped yet.");
        await Task.Delay(500); // ten times the pause after which it might say so again
        File.WriteAllText(end, "");
        await running;

        Assert.True(isReported, _output.Log);
        Assert.Equal(2, _output.Log.Split("has not stopped").Length);
        Assert.Equal(2, (await _engine.RunAsync("1 + 1", _output)).Value);
    }

    [Theory]
    [InlineData("await Kernel.GetInputAsync(\"Name?\")")]
    [InlineData("await Kernel.GetPasswordAsync(\"Name?\")")]
    [InlineData("input(\"Name?\")")]
    [InlineData("password(\"Name?\")")]
    public async Task Without_a_front_end_nobody_answers(string cell)
    {
        await Run(cell);
        Assert.Equal("Input was asked for (\"Name?\"), but nobody is there to answer: the notebook runs without a front end.",
            Assert.Single(_output.Errors).Message);
    }

    [Fact]
    public async Task FSharp_has_the_packages_functions_too() => Assert.Equal(
        "[1]: x\n[2]: text/html\n[3]: $$x$$\n[4]: csharp\n",
        await Run("#!fsharp\nHTML \"<b>x</b>\"", "#!fsharp\nFormatter.DefaultMimeType",
            "#!fsharp\n(LaTeXString \"$$x$$\").ToString()", "#!fsharp\nKernel.Root.FindKernelByName(\"csharp\").Name"));

    [Fact]
    public async Task A_password_is_never_shown() =>
        Assert.DoesNotContain("s3cret", await Run("new PasswordString(\"s3cret\")", "display(new PasswordString(\"s3cret\"));",
            "new[] { new PasswordString(\"s3cret\") }", "Console.Write(new PasswordString(\"s3cret\"));"),
            StringComparison.Ordinal);
}
