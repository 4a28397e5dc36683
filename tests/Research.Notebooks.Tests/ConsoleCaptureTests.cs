namespace Research.Notebooks.Tests;

[Collection(nameof(Alone))]
public sealed class ConsoleCaptureTests
{
    [Fact]
    public async Task A_redirection_ends_with_its_cell()
    {
        var output = new TestOutput();
        using var engine = new PolyglotEngine(Path.GetTempPath());
        await engine.RunAsync("var mine = new StringWriter(); Console.SetOut(mine); Console.Write(\"a\"); mine.ToString()",
            output);
        await engine.RunAsync("#!fsharp\nSystem.Console.SetOut(new System.IO.StringWriter())", output);
        await engine.RunAsync("Console.Write(\"b\");", output);
        Assert.Equal("[1]: a\nstdout: b\n", output.Log);
    }

    [Fact]
    public async Task What_is_left_of_a_line_is_read_before_the_next_question()
    {
        using var engine = new CSharpEngine(Path.GetTempPath());
        var result = await engine.RunAsync(
            "var first = (char)Console.Read(); var rest = Console.ReadLine(); $\"{first}/{rest}/{Console.ReadLine()}\"",
            new AnsweringOutput("abc", before: null));
        Assert.Equal("a/bc/abc", result.Value);
    }

    /// <summary>Alone: a cell of another host takes the console back when it begins.</summary>
    [Fact]
    public async Task Two_engines_at_once_do_not_mix_theiroutput()
    {
        using var engine = new CSharpEngine(Path.GetTempPath());
        using var other = new CSharpEngine(Path.GetTempPath());
        var (output, otherOutput) = (new TestOutput(), new TestOutput());
        const string cell = "for (var i = 0; i < 100; i++) { Console.Write(NAME); await Task.Yield(); }";

        await Task.WhenAll(
            engine.RunAsync(cell.Replace("NAME", "\"a\""), output), other.RunAsync(cell.Replace("NAME", "\"b\""), otherOutput));

        Assert.Equal(string.Concat(Enumerable.Repeat("stdout: a\n", 100)), output.Log);
        Assert.Equal(string.Concat(Enumerable.Repeat("stdout: b\n", 100)), otherOutput.Log);
    }

    [Fact]
    public async Task Others_keep_the_real_console_and_get_it_back()
    {
        var before = (Console.Out, Console.Error);
        var real = new StringWriter();
        Console.SetOut(real);
        try
        {
            var ours = Console.Out;
            using (var engine = new CSharpEngine(Path.GetTempPath()))
            {
                var running = engine.RunAsync("for (var i = 0; i < 20; i++) { Console.Write('c'); await Task.Delay(1); }",
                    new TestOutput());
                Console.Write("host");
                await running;
            }

            Assert.Equal("host", real.ToString());
            Assert.Same(ours, Console.Out);
        }
        finally
        {
            Console.SetOut(before.Out);
        }

        Assert.Same(before.Error, Console.Error);
    }
}
