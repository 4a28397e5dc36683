using System.Net;

namespace Research.Figures;

/// <summary>Figures inside HTML pages.</summary>
internal static class FigureHtml
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

    internal static string Fragment(Figure figure)
    {
        var json = new System.Text.Json.Nodes.JsonObject { ["figure"] = figure.Describe(), ["dark"] = Theme.Dark() };
        return $"""
            <div class="research-figure" data-name="{WebUtility.HtmlEncode(figure.Name)}">
            <div role="img" aria-label="{WebUtility.HtmlEncode(figure.Title)}" style="width: 100%; max-width: {figure.Width}px; height: {figure.Height}px"></div>
            <script type="application/json">{json.ToJsonString(PlotlyJson.Html)}</script>
            <script>
            {Script}
            </script>
            </div>
            """;
    }
}
