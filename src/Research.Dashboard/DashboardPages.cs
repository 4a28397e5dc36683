using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Research.Figures;

namespace Research.Dashboard;

/// <summary>What the dashboard answers. Whatever did not change since the browser last asked is not sent again.</summary>
internal sealed class DashboardPages(string results)
{
    private const string Script = "text/javascript; charset=utf-8";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web)
    {
        DictionaryKeyPolicy = null,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // the page takes what is text for no number
    };

    private readonly RunBoard _board = new(results);
    private readonly ResultImages _images = new(results);

    public Task Answer(HttpContext context) => context.Request.Path.Value switch
    {
        "/" => Resource(context, "index.html", "text/html; charset=utf-8"),
        "/dashboard.js" or "/list.js" or "/charts.js" or "/view.js" => Resource(context, context.Request.Path.Value[1..], Script),
        "/dashboard.css" => Resource(context, "dashboard.css", "text/css; charset=utf-8"),
        "/plotly.js" => Send(context, Encoding.UTF8.GetBytes(PlotlyScript.Text), Script),
        "/api/theme" => SendJson(context, new
        {
            Light = PlotlyLook.Template(Theme.Light),
            Dark = PlotlyLook.Template(Theme.Dark),
            Colors = Palette.Categorical,
        }),
        "/api/runs" => SendJson(context, _board.Changes(
            long.TryParse(Query(context, "since"), NumberStyles.None, CultureInfo.InvariantCulture, out long since) ? since : 0)),
        "/api/run" => _board.Find(Query(context, "id")) is { } run
            ? SendJson(context, RunDetail.Of(run, _images.Below(run.Folder)))
            : Absent(context, "found no such run; it may have been deleted."),
        "/api/figures" => SendJson(context, _images.Figures()),
        "/image" => _images.Find(Query(context, "path")) is { } image
            ? SendImage(context, image)
            : Absent(context, "found no such image below the results."),
        _ => Absent(context, "found no such page."),
    };

    private static string Query(HttpContext context, string name) => context.Request.Query[name].ToString();

    private static Task SendJson(HttpContext context, object value) =>
        Send(context, JsonSerializer.SerializeToUtf8Bytes(value, Json), "application/json");

    private static async Task Resource(HttpContext context, string name, string type)
    {
        using var bytes = new MemoryStream();
        using (var stream = typeof(DashboardPages).Assembly.GetManifestResourceStream(name)!)
        {
            await stream.CopyToAsync(bytes).ConfigureAwait(false);
        }

        await Send(context, bytes.ToArray(), type).ConfigureAwait(false);
    }

    private static async Task SendImage(HttpContext context, string file)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(file, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Absent(context, "found no such image below the results.").ConfigureAwait(false);
            return;
        }

        await Send(context, bytes, ResultImages.TypeOf(file)).ConfigureAwait(false);
    }

    private static async Task Send(HttpContext context, byte[] bytes, string type)
    {
        string tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]}\"";
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static Task Absent(HttpContext context, string reason)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n");
    }
}
