using System.Net;
using System.Text.Json.Nodes;

namespace Research.Figures;

/// <summary>Figures inside HTML pages.</summary>
public static class FigureHtml
{
    /// <summary>
    /// Draws what the page holds and has not drawn yet, now or once Plotly has loaded, and again in other colours when the
    /// reader's system changes between light and dark.
    /// </summary>
    private const string Script = """
        (() => {
          const night = matchMedia('(prefers-color-scheme: dark)');
          const draw = box => {
            const { figure, dark } = JSON.parse(box.querySelector('script[type="application/json"]').textContent);
            const light = figure.layout.template;
            const { width, ...layout } = figure.layout;
            const show = () => Plotly.react(box.querySelector('div'), figure.data,
              { ...layout, autosize: true, template: night.matches ? dark : light }, figure.config);
            night.addEventListener('change', show);
            show();
          };
          const drawAll = () => document.querySelectorAll('.research-figure:not([data-drawn])').forEach(box => {
            box.dataset.drawn = '';
            draw(box);
          });
          if (window.Plotly) drawAll(); else addEventListener('load', drawAll);
        })();
        """;

    /// <summary>A fragment that draws a figure on a page which loads Plotly once (see <see cref="PlotlyScript"/>).</summary>
    /// <param name="figure">What <see cref="Figure.ToJson"/> wrote, as notebooks store it.</param>
    public static string Fragment(JsonObject figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var layout = figure["layout"];
        var json = new JsonObject { ["figure"] = figure.DeepClone(), ["dark"] = PlotlyTheme.Dark() };
        return $"""
            <div class="research-figure" data-name="{WebUtility.HtmlEncode((string?)layout?["meta"]?["name"])}">
            <div role="img" aria-label="{WebUtility.HtmlEncode((string?)layout?["meta"]?["title"])}" style="width: 100%; max-width: {layout?["width"]}px; height: {layout?["height"]}px"></div>
            <script type="application/json">{json.ToJsonString(PlotlyJson.Html)}</script>
            <script>
            {Script}
            </script>
            </div>
            """;
    }
}
