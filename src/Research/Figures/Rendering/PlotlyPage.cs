using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>A browser with one page that has Plotly loaded and draws one figure after another.</summary>
internal sealed class PlotlyPage : IDisposable
{
    /// <summary>The page's own few functions. Each draws a figure, takes what was asked for, and clears up.</summary>
    private const string Script = """
        document.open();
        document.write('<!doctype html><meta charset="utf-8"><style>body { margin: 0 }</style><div id="figure"></div>');
        document.close();
        const draw = async figure => {
          const box = document.getElementById('figure');
          const complaints = (Plotly.validate(figure.data, figure.layout) ?? [])
            .filter(complaint => ['object', 'array', 'schema', 'value'].includes(complaint.code)).map(complaint => complaint.msg);
          if (complaints.length > 0) throw complaints.join('\n');
          Plotly.purge(box);
          await Plotly.newPlot(box, figure.data, figure.layout, { staticPlot: true });
          await Promise.all([...box.querySelectorAll('image')].map(image => image.decode())); // heat maps and frames
          return box;
        };
        const vector = async figure => Plotly.toImage(await draw(figure), { format: 'svg', imageDataOnly: true });
        const textFaults = async figure => {
          const box = await draw(figure);
          const paper = box.querySelector('svg.main-svg').getBoundingClientRect();
          const texts = [...box.querySelectorAll('svg.main-svg text')].filter(text => text.textContent.trim() !== '')
            .map(text => ({ name: `'${text.textContent}'`, place: text.getBoundingClientRect(), turn: text.getScreenCTM() }))
            .filter(({ place }) => place.width > 0);
          const slack = 1, faults = [];
          for (const { name, place } of texts) {
            const over = { left: paper.left - place.left, right: place.right - paper.right,
                           top: paper.top - place.top, bottom: place.bottom - paper.bottom };
            for (const side in over)
              if (over[side] > slack) faults.push(`${name} is cut off by ${Math.ceil(over[side])} px at the ${side}`);
          }
          const upright = ({ turn }) => Math.abs(turn.a * turn.b) < 0.01; // the box of slanted text is larger than the text
          texts.filter(upright).forEach((one, index, texts) => texts.slice(index + 1).forEach(other => {
            const width = Math.min(one.place.right, other.place.right) - Math.max(one.place.left, other.place.left);
            const height = Math.min(one.place.bottom, other.place.bottom) - Math.max(one.place.top, other.place.top);
            if (width > slack && height > 3 * slack) faults.push(`${one.name} overlaps ${other.name}`);
          }));
          return faults;
        };
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
            Evaluate(PlotlyScript.Text);
        }
        catch
        {
            _browser.Dispose();
            throw;
        }
    }

    internal string Profile => _browser.Profile;

    internal byte[] Png(string figureJson, int width, int height, double scale)
    {
        // Before it is drawn: text is measured a little differently at another scale, and Plotly remembers what it measured.
        Call("Emulation.setDeviceMetricsOverride", new()
        {
            ["width"] = width,
            ["height"] = height,
            ["deviceScaleFactor"] = scale,
            ["mobile"] = false,
        });
        Evaluate($"draw({figureJson}).then(() => true)");
        return Call("Page.captureScreenshot", new() { ["format"] = "png" }).GetProperty("data").GetBytesFromBase64();
    }

    /// <summary>An explored figure as it stands before anyone touches it.</summary>
    internal byte[] Png(ExploredFigure figure, double scale)
    {
        if (!Evaluate("typeof explored === 'object'").GetBoolean())
        {
            Evaluate($$"""
                window.explored = (() => { const module = { exports: {} }, exports = module.exports, define = undefined;
                {{PlotlyContext.ReadScript()}}
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

    internal string Svg(string figureJson) => Evaluate($"vector({figureJson})").GetString()!;

    /// <summary>What is wrong with the figure's text: cut off at the paper's edge, or on top of other text.</summary>
    internal IReadOnlyList<string> TextFaults(string figureJson) =>
        [.. Evaluate($"textFaults({figureJson})").EnumerateArray().Select(fault => fault.GetString()!)];

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
