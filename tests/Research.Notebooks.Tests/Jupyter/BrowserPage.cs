using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.Notebooks.Tests.Jupyter;

/// <summary>One page in a headless Chromium.</summary>
internal sealed class BrowserPage : IDisposable
{
    private readonly ChromiumProcess _browser;
    private readonly DevToolsPipe _pipe;
    private readonly string _session;

    public BrowserPage(string url, int width, int height)
    {
        var executable = ChromiumExecutable.Find(Environment.GetEnvironmentVariable);
        Skip.If(executable is null, ChromiumExecutable.Missing(Environment.GetEnvironmentVariable));
        _browser = new(executable!, sandbox: !Environment.IsPrivilegedProcess);
        _pipe = new(_browser.Commands, _browser.Answers, _browser.Ending);
        var target = Call("Target.createTarget", new() { ["url"] = url }, session: null).GetProperty("targetId").GetString();
        _session = Call("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, session: null).GetProperty("sessionId").GetString()!;
        Call("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false }, _session);
    }

    /// <summary>The value of a JavaScript expression.</summary>
    public JsonElement Evaluate(string expression)
    {
        var answer = Call("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true }, _session);
        if (answer.TryGetProperty("exceptionDetails", out var failure))
            throw new InvalidOperationException($"{expression}: {failure}");
        var result = answer.GetProperty("result");
        return result.TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Runs JavaScript statements.</summary>
    public void Do(string statements) => Evaluate(statements.TrimEnd(' ', '\n', ';') + "; null");

    /// <summary>Waits until an expression is true.</summary>
    public void Until(string expression, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        while (Evaluate($"Boolean(({expression}))").ValueKind != JsonValueKind.True)
        {
            if (clock.Elapsed > (patience ?? TimeSpan.FromSeconds(60)))
            {
                Screenshot("timeout");
                throw new TimeoutException($"In {clock.Elapsed.TotalSeconds:0} s this did not come true: {expression}");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>Keeps a picture of the page as an artefact.</summary>
    public void Screenshot(string name)
    {
        var folder = Path.Combine(Repository.Root, "tests", "artifacts");
        Directory.CreateDirectory(folder);
        Thread.Sleep(500); // what moves has come to rest
        File.WriteAllBytes(Path.Combine(folder, $"jupyter-{name}.png"), Call("Page.captureScreenshot", new() { ["format"] = "png" }, _session).GetProperty("data").GetBytesFromBase64());
    }

    public void Dispose() => _browser.Dispose();

    private JsonElement Call(string method, JsonObject parameters, string? session) => _pipe.Call(method, parameters, session, TimeSpan.FromSeconds(60));
}
