using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Research.Figures;

namespace Research.TestSupport;

/// <summary>One page in a headless Chromium.</summary>
internal sealed class BrowserPage : IDisposable
{
    /// <summary>Runs before the page's own scripts.</summary>
    private const string Listen = """
        window.faults = [];
        addEventListener('error', event => faults.push(event.message ?? `${event.target.src ?? event.target.href} was not loaded`), true);
        addEventListener('unhandledrejection', event => faults.push(String(event.reason)));
        addEventListener('securitypolicyviolation', event => faults.push(`${event.effectiveDirective} forbids ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`));
        """;

    private readonly Chromium _browser;

    public BrowserPage(string url, int width, int height, bool dark = false)
    {
        string? executable = ChromiumExecutable.Find(Environment.GetEnvironmentVariable);
        Skip.If(executable is null, ChromiumExecutable.Missing(Environment.GetEnvironmentVariable));
        _browser = new(executable!, sandbox: !Environment.IsPrivilegedProcess, TimeSpan.FromSeconds(60));
        Call("Page.addScriptToEvaluateOnNewDocument", new() { ["source"] = Listen });
        Look(width, height, dark);
        Call("Page.navigate", new() { ["url"] = url });
    }

    /// <summary>Errors of scripts, and what the page's security policy forbade.</summary>
    public IReadOnlyList<string> Faults => [.. Evaluate("window.faults").EnumerateArray().Select(fault => fault.ToString())];

    /// <summary>The window's size in CSS pixels, and whether the reader prefers dark pages.</summary>
    public void Look(int width, int height, bool dark)
    {
        Call("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        Call("Emulation.setEmulatedMedia",
            new()
            {
                ["features"] =
                    new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = dark ? "dark" : "light" }),
            });
    }

    /// <summary>Presses a key of the keyboard.</summary>
    /// <param name="key">Its name in DOM events: <c>Tab</c>, <c>ArrowDown</c>, <c>Enter</c>, a letter.</param>
    /// <param name="code">Its virtual key code.</param>
    public void Press(string key, int code)
    {
        string text = key == "Enter" ? "\r" : key.Length == 1 ? key : "";
        foreach (string type in (string[])["keyDown", "keyUp"])
        {
            Call("Input.dispatchKeyEvent",
                new()
                {
                    ["type"] = type,
                    ["key"] = key,
                    ["windowsVirtualKeyCode"] = code,
                    ["text"] = type == "keyDown" ? text : "",
                });
        }
    }

    /// <summary>The value of a JavaScript expression.</summary>
    public JsonElement Evaluate(string expression)
    {
        var answer =
            Call("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        if (answer.TryGetProperty("exceptionDetails", out var failure))
        {
            throw new InvalidOperationException($"{expression}: {failure}");
        }

        var result = answer.GetProperty("result");
        return result.TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Runs JavaScript statements.</summary>
    public void Do(string statements) => Evaluate(statements.TrimEnd(' ', '\n', ';') + "; null");

    /// <summary>Waits until an expression is true.</summary>
    public void Until(string expression, TimeSpan? patience = null)
    {
        var clock = Stopwatch.StartNew();
        while (!IsTrue(expression))
        {
            if (clock.Elapsed > (patience ?? TimeSpan.FromSeconds(60)))
            {
                Screenshot("timeout");
                throw new TimeoutException($"In {clock.Elapsed.TotalSeconds:0} s this did not come true: {expression}");
            }

            Thread.Sleep(100);
        }
    }

    /// <summary>A page that is being left says nothing of the one that comes.</summary>
    private bool IsTrue(string expression)
    {
        try
        {
            return Evaluate($"Boolean(({expression}))").ValueKind == JsonValueKind.True;
        }
        catch (FigureRenderException e) when (e.Message.Contains("navigated or closed", StringComparison.Ordinal)
            || e.Message.Contains("context", StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>Keeps a picture of the page as an artefact.</summary>
    public void Screenshot(string name)
    {
        string folder = Path.Combine(Repository.Root, "tests", "artifacts");
        Directory.CreateDirectory(folder);
        Thread.Sleep(500); // what moves has come to rest
        File.WriteAllBytes(Path.Combine(folder, $"{name}.png"), Call("Page.captureScreenshot", new() { ["format"] = "png" })
            .GetProperty("data").GetBytesFromBase64());
    }

    public void Dispose() => _browser.Dispose();

    private JsonElement Call(string method, JsonObject parameters) => _browser.Call(method, parameters);
}
