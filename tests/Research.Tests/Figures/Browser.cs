using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Tests.Figures;

internal static class Browser
{
    /// <summary>Skips the test, saying why, on a machine that cannot draw.</summary>
    internal static void Require() =>
        Skip.IfNot(ChromiumRenderer.IsAvailable, ChromiumExecutable.Missing(Environment.GetEnvironmentVariable));

    /// <summary>A picture of 1000 × 600 pixels with something on it.</summary>
    internal static byte[] Picture(this ChromiumRenderer renderer) => renderer.Draw("loss", Picture);

    /// <inheritdoc cref="Picture(ChromiumRenderer)"/>
    internal static byte[] Picture(PlotlyPage page)
    {
        page.Call("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 1000, ["height"] = 600, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        page.Evaluate("document.getElementById('figure').innerHTML = '<svg><circle cx=\"50\" cy=\"50\" r=\"40\"/></svg>'");
        return page.Call("Page.captureScreenshot", new JsonObject { ["format"] = "png" }).GetProperty("data")
            .GetBytesFromBase64();
    }
}
