using System.Diagnostics.CodeAnalysis;
using Research.Figures;
using Research.Tests.Figures;

/// <summary>
/// Makes this assembly usable as a child process: started with DOTNET_STARTUP_HOOKS naming it, it draws a figure, says where
/// its browser lives, and waits to be killed.
/// </summary>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this name outside any namespace.")]
internal static class StartupHook
{
    internal const string Switch = "RESEARCH_TESTS_DRAW_AND_WAIT";

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            return;
        }

        ChromiumRenderer.Shared.Picture();
        Console.Out.WriteLine(ChromiumRenderer.Shared.Profile);
        Console.Out.Flush();
        if (Environment.GetEnvironmentVariable(Switch) == "exit")
        {
            Environment.Exit(0);
        }

        Thread.Sleep(Timeout.Infinite);
    }
}
