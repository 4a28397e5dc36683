namespace Research.Notebooks.Tests;

[Collection(nameof(Alone))]
public sealed class ConsoleCaptureTests
{
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
                var running = engine.RunAsync("for (var i = 0; i < 20; i++) { Console.Write('c'); await Task.Delay(1); }", new TestOutput());
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
