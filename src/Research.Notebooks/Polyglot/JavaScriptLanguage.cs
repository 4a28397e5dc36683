using System.Text.Json;
using System.Text.Json.Serialization;
using Research.Figures;

namespace Research.Notebooks;

/// <summary>
/// JavaScript runs in the front end, when the output is shown. Variables that were shared with it are constants in every cell
/// after; <c>element</c> is the output's own element, and <c>Plotly</c> is there where the code names it.
/// </summary>
internal sealed class JavaScriptLanguage : ICellLanguage
{
    private static readonly JsonSerializerOptions Json = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Dictionary<string, (object? Value, string Json)> _shared = [];
    private int _cells;

    public string Name => LanguageNames.JavaScript;

    public IReadOnlyList<CellVariable> Variables =>
        [.. _shared.Select(shared => new CellVariable(shared.Key, shared.Value.Value?.GetType() ?? typeof(object),
            () => shared.Value.Value))];

    public Task<CellResult> RunAsync(CodePart code, PartRun run)
    {
        string text = code.Text.Trim('\n');
        string id = $"javascript-{run.Number}-{++_cells}";
        string constants = string.Concat(_shared.Select(shared => $"const {shared.Key} = {shared.Value.Json};\n"));
        string plotly = text.Contains("Plotly", StringComparison.Ordinal)
            ? $"<script>{Bundles.Load("Plotly", PlotlyScript.Text)}</script>" : "";
        string html = $$"""
            <div id="{{id}}"></div>{{plotly}}<script>(async element => {
            {{constants}}{{text.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}}
            })(document.getElementById("{{id}}"));</script>
            """;
        run.Output.Display(MimeBundle.OfFormats((MimeBundle.Html, html), (MimeBundle.PlainText, text)),
            Guid.NewGuid().ToString("N"));
        return Task.FromResult(run.Done());
    }

    public Task SetAsync(string name, object? value, PartRun run)
    {
        try
        {
            // Serialized here and now: what the variable holds at the share, with no "</script>" in it.
            _shared[name] = (value, JsonSerializer.Serialize(value, Json));
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is NotSupportedException or JsonException)
        {
            throw new MagicException(
                $"JavaScript cannot take {name}, because {TypeNames.Short(value!.GetType())} has no JSON form: {e.Message}");
        }
    }
}
