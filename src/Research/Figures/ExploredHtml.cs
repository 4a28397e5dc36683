using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Research.Figures;

/// <summary>
/// Explored figures in pages. A page holds plotly.js once, compressed, and any number of figures, in any order.
/// </summary>
public static partial class ExploredHtml
{
    /// <summary>Text stays readable; what could end a script element is escaped.</summary>
    internal static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>A promise of plotly.js, which figures wait for and <see cref="Script"/> keeps.</summary>
    private const string Promise = """
        window.researchPlotly ??= (() => {
          let keep;
          const promise = new Promise(kept => keep = kept);
          return Object.assign(promise, { keep });
        })();
        """;

    /// <summary>
    /// Draws all figures that are not drawn yet. Notebooks run scripts in ways of their own, so a script cannot ask where it
    /// stands.
    /// </summary>
    private const string Draw = Promise + """

        window.researchPlotly.then(Plotly => document.querySelectorAll('.research-explored:not([data-drawn])').forEach(box => {
          box.dataset.drawn = '';
          const figure = JSON.parse(box.querySelector('script[type="application/json"]').textContent);
          const { data, layout: { width, ...layout }, config } = figure;
          const place = box.querySelector('div');
          place.replaceChildren();
          Plotly.newPlot(place, data, { ...layout, autosize: true }, config);
        }));
        """;

    private const string Load = Promise + """

        if (!window.researchPlotly.isKept) (async () => {
          window.researchPlotly.isKept = true;
          const letters = document.querySelector('.research-plotly script').textContent;
          const packed = Uint8Array.from(atob(letters), letter => letter.charCodeAt(0));
          const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
          const script = document.createElement('script');
          script.textContent = '(() => { const module = { exports: {} }, exports = module.exports, define = undefined;\n'
            + text + '\nwindow.researchPlotly.keep(module.exports); })();';
          document.head.append(script);
        })();
        """;

    private static readonly Lazy<string> Packed = new(Pack);

    /// <summary>
    /// plotly.js for a page: an element of about 1.5 MB, which browsers since 2023 unpack. It may stand before or behind the
    /// figures.
    /// </summary>
    public static string Script => Packed.Value;

    /// <summary>A page without the first <see cref="Script"/> in it, or as it is where there is none.</summary>
    public static string WithoutScript(string html) => ScriptElement().Replace(html, "");

    /// <summary>Whether there is an explored figure in a page or a part of one.</summary>
    public static bool HasFigure(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return html.Contains("class=\"research-explored\"", StringComparison.Ordinal);
    }

    internal static string Fragment(ExploredFigure figure)
    {
        string title = WebUtility.HtmlEncode(figure.Title);
        string size = $"max-width: {ExploredFigure.Width}px; height: {figure.Height}px";
        return $"""
            <div class="research-explored" data-name="{figure.Name}">
            <div role="img" aria-label="{title}" style="width: 100%; {size}">
            <p>{title}: trust the notebook to see this figure, or run it again.</p>
            </div>
            <script type="application/json">{figure.ToJson()}</script>
            <script>{Draw}</script>
            </div>
            """;
    }

    internal static string Page(ExploredFigure figure) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>{WebUtility.HtmlEncode(figure.Title)}</title></head>
        <body>
        {Script}
        {figure.ToHtml()}
        </body>
        </html>
        """;

    private static string Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Encoding.UTF8.GetBytes(PlotlyScript.Text));
        }

        return $"""
            <div class="research-plotly" hidden>
            <script type="application/gzip">{Convert.ToBase64String(packed.ToArray())}</script>
            <script>{Load}</script>
            </div>
            """;
    }

    [GeneratedRegex("""<div class="research-plotly".*?</div>\s*""", RegexOptions.Singleline)]
    private static partial Regex ScriptElement();
}
