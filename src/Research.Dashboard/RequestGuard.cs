using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Research.Dashboard;

/// <summary>
/// Who may ask, and what for. Any page that a browser shows can send requests to this machine, and a name that its owner points
/// at 127.0.0.1 makes their answers readable (DNS rebinding): so the host must be this machine by name, and the origin this page.
/// </summary>
internal static class RequestGuard
{
    /// <summary>SHA-256 of nothing: Plotly makes an empty style element and fills it by rules.</summary>
    private const string EmptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self' " + EmptyStyle
        + "; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    public static Task Check(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.CacheControl] = "no-cache";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        var request = context.Request;
        if (!Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return Refuse(context, StatusCodes.Status403Forbidden,
                $"found the host '{request.Host.Host}'; expected {string.Join(", ", Hosts)}.");
        }

        if (!IsOwn(request))
        {
            return Refuse(context, StatusCodes.Status403Forbidden,
                "found a request of another page; expected one of the dashboard's.");
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            headers.Allow = "GET, HEAD";
            return Refuse(context, StatusCodes.Status405MethodNotAllowed,
                $"found {request.Method}; expected GET: the dashboard only shows.");
        }

        return next(context);
    }

    /// <summary>
    /// Whether a page of the dashboard asks, or a person. The page itself may be opened by a link from anywhere: that site
    /// learns nothing from it.
    /// </summary>
    private static bool IsOwn(HttpRequest request)
    {
        string own = $"{request.Scheme}://{request.Host}";
        if (request.Headers.Origin is { Count: > 0 } origin && !string.Equals(origin, own, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        return site is null or "same-origin" or "none"
            || (request.Path == "/" && request.Headers["Sec-Fetch-Dest"] == "document");
    }

    private static Task Refuse(HttpContext context, int status, string reason)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(reason + "\n");
    }
}
