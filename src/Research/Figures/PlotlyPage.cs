using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>A browser with one page, which draws one figure after another.</summary>
internal sealed class PlotlyPage : IDisposable
{
    /// <summary>An empty page with a place for a figure.</summary>
    private const string Script = """
        document.open();
        document.write('<!doctype html><meta charset="utf-8"><style>body { margin: 0 }</style><div id="figure"></div>');
        document.close();
        """;

    private readonly Chromium _browser;

    /// <exception cref="ChromiumEndedException">Chromium ended before the page was ready.</exception>
    /// <exception cref="FigureRenderException">The page was not ready in time.</exception>
    internal PlotlyPage(string executable, bool sandbox, TimeSpan timeout)
    {
        _browser = new(executable, sandbox, timeout);
        try
        {
            Evaluate(Script);
        }
        catch
        {
            _browser.Dispose();
            throw;
        }
    }

    internal string Profile => _browser.Profile;

    /// <summary>An explored figure as it stands before anyone touches it.</summary>
    internal byte[] Png(ExploredFigure figure, double scale)
    {
        if (!Evaluate("typeof explored === 'object'").GetBoolean())
        {
            Evaluate($$"""
                window.explored = (() => { const module = { exports: {} }, exports = module.exports, define = undefined;
                {{PlotlyScript.Text}}
                return module.exports; })();
                true
                """);
        }

        Call("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = ExploredFigure.Width,
            ["height"] = figure.Height,
            ["deviceScaleFactor"] = scale,
            ["mobile"] = false,
        });
        Evaluate($$"""
            (async ({ data, layout }, scale) => {
              const box = document.getElementById('figure');
              explored.purge(box);
              await explored.newPlot(box, data, layout, { staticPlot: true, plotGlPixelRatio: scale });
              return true;
            })({{figure.ToJson()}}, {{scale.ToString(CultureInfo.InvariantCulture)}})
            """);
        return Call("Page.captureScreenshot", new() { ["format"] = "png" }).GetProperty("data").GetBytesFromBase64();
    }

    internal JsonElement Evaluate(string expression)
    {
        var answer = Call("Runtime.evaluate", new()
        {
            ["expression"] = expression,
            ["awaitPromise"] = true,
            ["returnByValue"] = true,
        });
        if (answer.TryGetProperty("exceptionDetails", out var failure))
        {
            throw new FigureRenderException($"Plotly could not draw it: {Reason(failure)}");
        }

        var result = answer.GetProperty("result");
        return result.TryGetProperty("value", out var value) ? value : result;
    }

    public void Dispose() => _browser.Dispose();

    internal JsonElement Call(string method, JsonObject parameters) => _browser.Call(method, parameters);

    private static string Reason(JsonElement failure)
    {
        var thrown = failure.GetProperty("exception");
        return thrown.TryGetProperty("value", out var value) ? value.ToString()
            : thrown.TryGetProperty("description", out var description) ? description.GetString()!
            : failure.GetProperty("text").GetString()!;
    }
}
