using Xunit.Abstractions;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>What others test kernels by.</summary>
public class ConformanceTests(ITestOutputHelper log)
{
    [SkippableFact]
    public void Jupyter_kernel_test_passes_with_everything_switched_on()
    {
        using var jupyter = new DebianJupyter("jupyter_kernel_test");

        var (code, output) = jupyter.Run(Path.Combine(AppContext.BaseDirectory, "Jupyter", "conformance.py"));

        log.WriteLine(output);
        Assert.True(code == 0, output);
        Assert.Matches(@"Ran 12 tests in [\d.]+s\s+OK\s*$", output);
    }
}
