using Research.Figures;

namespace Research.Tests.Figures;

internal static class Browser
{
    /// <summary>Skips the test, saying why, on a machine that cannot draw.</summary>
    internal static void Require() =>
        Skip.IfNot(ChromiumRenderer.IsAvailable, ChromiumExecutable.Missing(Environment.GetEnvironmentVariable));
}
