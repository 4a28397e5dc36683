using System.Text.Json;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>Draws Mermaid's diagrams in the process's headless browser.</summary>
internal static class MermaidDrawing
{
    /// <summary>The diagram as an <c>svg</c> element.</summary>
    /// <param name="id">The element's id: its styles are tied to it.</param>
    /// <param name="diagram">The diagram in Mermaid's language.</param>
    /// <exception cref="FormatException">Mermaid cannot read the diagram; the message is its own.</exception>
    /// <exception cref="FigureRenderException">The browser does not work.</exception>
    public static string Draw(string id, string diagram) => ChromiumRenderer.Shared.Draw(id, page =>
    {
        if (!page.Evaluate("typeof mermaid === 'object'").GetBoolean())
        {
            page.Evaluate($"{Bundles.Mermaid}\nmermaid.initialize({{ startOnLoad: false, suppressErrorRendering: true }}); true");
        }

        var answer = page.Evaluate(
            $"mermaid.render({JsonSerializer.Serialize(id)}, {JsonSerializer.Serialize(diagram)}).then(drawn => ({{ svg: "
            + $"drawn.svg }}), error => ({{ error: error.message ?? String(error) }}))");
        return answer.TryGetProperty("svg", out var svg) ? svg.GetString()!
            : throw new FormatException(answer.GetProperty("error").GetString());
    });
}
