using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Research.Dashboard.Tests;

/// <summary>What the server gives to whom, over the wire.</summary>
public sealed class RequestTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "the secret";

    private readonly Results _results = new();
    private readonly string _outside = Directory.CreateTempSubdirectory("dashboard-outside-").FullName;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private DashboardServer _server = null!;

    public async Task InitializeAsync()
    {
        _results.Write("quick/test/gru-1", epochs: 3);
        _results.WriteImage("quick/test/gru-1/samples/epoch-1.png");
        _results.WriteImage("quick/figures/01-first/01-balance.png");
        _server = await DashboardServer.StartAsync(_results.Folder, port: 0);
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _results.Dispose();
        Directory.Delete(_outside, recursive: true);
    }

    [Fact]
    public async Task Page_runs_curves_and_images_are_served()
    {
        Assert.Equal("text/html", (await _client.GetAsync("/")).Content.Headers.ContentType!.MediaType);
        var runs = await Json("/api/runs");
        var run = Assert.Single(runs.GetProperty("runs").EnumerateArray());
        Assert.Equal(_results.Folder, runs.GetProperty("results").GetString());
        Assert.Equal(("quick/test/gru-1", "gru-1", "complete", 3),
            (run.GetProperty("id").GetString(), run.GetProperty("name").GetString(), run.GetProperty("state").GetString(),
            run.GetProperty("epochs").GetInt32()));
        Assert.Equal("0.001", run.GetProperty("config").GetProperty("options.learning_rate").GetString());
        Assert.Equal(123456, run.GetProperty("values").GetProperty("parameters").GetDouble());

        var detail = await Json("/api/run?id=quick%2Ftest%2Fgru-1");
        Assert.Equal([1, 2, 3], detail.GetProperty("epochs").EnumerateArray().Select(e => e.GetInt32()));
        Assert.Equal(1.12, detail.GetProperty("curves").GetProperty("train_loss")[0].GetDouble(), 9);
        Assert.Equal("quick/test/gru-1/samples/epoch-1.png", Assert.Single(detail.GetProperty("images").EnumerateArray())
            .GetString());
        Assert.Equal("quick/figures/01-first/01-balance.png", Assert.Single((await Json("/api/figures")).EnumerateArray())
            .GetString());

        var image = await _client.GetAsync("/image?path=quick%2Ftest%2Fgru-1%2Fsamples%2Fepoch-1.png");
        Assert.Equal((HttpStatusCode.OK, "image/png"), (image.StatusCode, image.Content.Headers.ContentType!.MediaType));
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(_results.Folder, "quick/test/gru-1/samples/epoch-1.png")),
            await image.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Of_a_runs_many_images_the_last_are_listed()
    {
        static string Image(int step) => $"quick/test/gru-1/samples/step-{step:000}.png";
        for (int step = 1; step <= 201; step++)
        {
            _results.WriteImage(Image(step));
        }

        var images = (await Json("/api/run?id=quick%2Ftest%2Fgru-1")).GetProperty("images");
        Assert.Equal(Enumerable.Range(2, 200).Select(Image), images.EnumerateArray().Select(image => image.GetString()));
    }

    [Fact]
    public async Task What_did_not_change_is_not_sent_again()
    {
        var first = await _client.GetAsync("/api/runs");
        Assert.Equal(HttpStatusCode.NotModified, await Again());
        await Task.Delay(400); // the server's look lasts that long
        Assert.Equal(HttpStatusCode.NotModified, await Again());
        _results.Write("quick/test/lstm-1", epochs: 1);
        await Task.Delay(400);
        Assert.Equal(HttpStatusCode.OK, await Again());

        async Task<HttpStatusCode> Again()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.Tag));
            return (await _client.SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task Only_the_runs_that_changed_are_sent_and_compressed()
    {
        for (int i = 0; i < 300; i++)
        {
            _results.Write($"quick/test/many-{i}", epochs: 2);
        }

        await Task.Delay(400); // the server's look lasts that long
        var all = await Json("/api/runs?since=0");
        Assert.True(all.GetProperty("isAll").GetBoolean());
        Assert.Equal(301, all.GetProperty("runs").GetArrayLength());

        var same = await Json($"/api/runs?since={all.GetProperty("version").GetInt64()}");
        Assert.Equal((false, 0, 0), (same.GetProperty("isAll").GetBoolean(), same.GetProperty("runs").GetArrayLength(),
            same.GetProperty("gone").GetArrayLength()));
        Assert.Equal(all.GetProperty("version").GetInt64(), same.GetProperty("version").GetInt64());

        _results.Write("quick/test/many-7", epochs: 3);
        Directory.Delete(Path.Combine(_results.Folder, "quick/test/many-8"), recursive: true);
        await Task.Delay(400);
        var changed = await Json($"/api/runs?since={all.GetProperty("version").GetInt64()}");
        Assert.Equal("quick/test/many-7", Assert.Single(changed.GetProperty("runs").EnumerateArray()).GetProperty("id")
            .GetString());
        Assert.Equal("quick/test/many-8", Assert.Single(changed.GetProperty("gone").EnumerateArray()).GetString());
        Assert.True((await Json("/api/runs?since=1")).GetProperty("isAll").GetBoolean()); // of a server before this one

        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var compressed = await _client.SendAsync(request);
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        int plain = (await _client.GetByteArrayAsync("/api/runs")).Length,
            sent = (await compressed.Content.ReadAsByteArrayAsync()).Length;
        Assert.InRange(sent, 1, plain / 5);
    }

    /// <summary>
    /// By every way that leads out: names, encodings, links to files and folders, a run whose record is a link.
    /// </summary>
    [Fact]
    public async Task Nothing_outside_the_results_is_served()
    {
        string image = Path.Combine(_outside, "secret.png"), config = Path.Combine(_outside, "config.json");
        await File.WriteAllTextAsync(image, Secret);
        await File.WriteAllTextAsync(config, $$"""{"config":{"note":"{{Secret}}"},"run":"{{Secret}}"}""");
        string sibling = _results.Folder + "-beside"; // a path that begins with the results' own
        Directory.CreateDirectory(sibling);
        await File.WriteAllTextAsync(Path.Combine(sibling, "secret.png"), Secret);
        await File.WriteAllTextAsync(_results.WriteImage(".hidden/secret.png"), Secret);
        File.CreateSymbolicLink(Path.Combine(_results.Folder, "quick/test/gru-1/samples/link.png"), image);
        Directory.CreateSymbolicLink(Path.Combine(_results.Folder, "quick/linked"), _outside);
        Directory.CreateSymbolicLink(Path.Combine(_results.Folder, "quick/figures/02-linked"), _outside);
        Directory.CreateDirectory(Path.Combine(_results.Folder, "quick/test/half"));
        File.CreateSymbolicLink(Path.Combine(_results.Folder, "quick/test/half/config.json"), config);
        string summary = Path.Combine(_results.Write("quick/test/summed", epochs: 1, isWhole: false), "summary.json");
        File.CreateSymbolicLink(summary, config);
        try
        {
            string up = string.Concat(Enumerable.Repeat("../", 12)), beside = "../" + Path.GetFileName(_outside),
                near = "../" + Path.GetFileName(sibling);
            string[] paths =
            [
                image, $"{up}{image[1..]}", $"{beside}/secret.png", $"{near}/secret.png", $"quick/../{beside}/secret.png",
                    $"quick/test/gru-1/samples/../../../../{beside}/secret.png",
                "quick/linked/secret.png", "quick/figures/02-linked/secret.png", "quick/test/gru-1/samples/link.png",
                    ".hidden/secret.png", "./.hidden/secret.png", $"{beside}\\secret.png",
                $"quick//..//{beside}/secret.png", $"{beside}/secret.png\0.png", "quick/test/gru-1/config.json", "", "/", ".",
                    "..",
            ];
            foreach (string path in paths)
            {
                foreach (string sent in (string[])[Uri.EscapeDataString(path), path.Replace("\0", "%00"),
                    Uri.EscapeDataString(Uri.EscapeDataString(path)), path.Replace("..", "%2e%2e").Replace("\0", "%00"),
                    path.Replace("/", "%2F").Replace("\0", "%00")])
                {
                    await Refused($"/image?path={sent}", HttpStatusCode.NotFound);
                    await Refused($"/api/run?id={sent}", HttpStatusCode.NotFound);
                    // the page, where it is normalised to that
                    await Refused($"/{sent}", HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.OK);
                }
            }

            await Refused("/api/run?id=quick%2Flinked", HttpStatusCode.NotFound);
            await Refused("/api/run?id=quick%2Ftest%2Fhalf", HttpStatusCode.NotFound);
            await Refused("/api/run?id=quick%2Ftest%2Fsummed", HttpStatusCode.NotFound);
            await Refused("/api/runs", HttpStatusCode.OK);
            await Refused("/api/figures", HttpStatusCode.OK);
            await Refused("/api/run?id=quick%2Ftest%2Fgru-1", HttpStatusCode.OK);
            Assert.DoesNotContain("linked", await _client.GetStringAsync("/api/figures"));
            Assert.DoesNotContain("link.png", await _client.GetStringAsync("/api/run?id=quick%2Ftest%2Fgru-1"));
        }
        finally
        {
            Directory.Delete(sibling, recursive: true);
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example:6016")]
    [InlineData("169.254.0.1")]
    [InlineData("0.0.0.0")]
    public async Task Another_host_is_refused(string host)
    {
        string answer = await Raw($"GET /api/runs HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 403 ", answer);
        Assert.EndsWith($"found the host '{host.Split(':')[0]}'; expected localhost, 127.0.0.1, [::1].\n", Body(answer));
    }

    [Fact]
    public async Task No_host_at_all_is_refused_and_a_forwarded_port_is_not()
    {
        Assert.StartsWith("HTTP/1.1 400 ", await Raw("GET /api/runs HTTP/1.1\r\nConnection: close\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 403 ", await Raw("GET /api/runs HTTP/1.0\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 403 ", await Raw(
            "GET http://evil.example/api/runs HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"));
        // ssh -L 9000:localhost:6016
        Assert.StartsWith("HTTP/1.1 200 ", await Raw(
            "GET /api/runs HTTP/1.1\r\nHost: localhost:9000\r\nConnection: close\r\n\r\n"));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Another_origin_is_refused(string header, string value)
    {
        foreach (string path in (string[])["/api/runs", "/image?path=quick%2Ffigures%2F01-first%2F01-balance.png", "/"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            var answer = await _client.SendAsync(request);
            Assert.Equal((HttpStatusCode.Forbidden, "found a request of another page; expected one of the dashboard's.\n"),
                (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task The_own_origin_and_a_link_to_the_page_are_allowed()
    {
        using var own = new HttpRequestMessage(HttpMethod.Get, "/api/runs");
        own.Headers.Add("Origin", _server.Address.GetLeftPart(UriPartial.Authority));
        own.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(own)).StatusCode);

        using var link = new HttpRequestMessage(HttpMethod.Get, "/");
        link.Headers.Add("Sec-Fetch-Site", "cross-site");
        link.Headers.Add("Sec-Fetch-Dest", "document");
        Assert.Equal(HttpStatusCode.OK, (await _client.SendAsync(link)).StatusCode);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task The_dashboard_only_shows(string verb)
    {
        foreach (string path in (string[])["/", "/api/runs", "/api/run?id=quick%2Ftest%2Fgru-1"])
        {
            using var request = new HttpRequestMessage(new HttpMethod(verb), path);
            var answer = await _client.SendAsync(request);
            Assert.Equal((HttpStatusCode.MethodNotAllowed, $"found {verb}; expected GET: the dashboard only shows.\n"),
                (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
        }

        using var head = new HttpRequestMessage(HttpMethod.Head, "/api/runs");
        var heads = await _client.SendAsync(head);
        Assert.Equal((HttpStatusCode.OK, 0), (heads.StatusCode, (await heads.Content.ReadAsByteArrayAsync()).Length));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/runs")]
    [InlineData("/image?path=quick%2Ffigures%2F01-first%2F01-balance.png")]
    [InlineData("/absent")]
    public async Task Every_answer_has_a_strict_policy(string path)
    {
        var headers = (await _client.GetAsync(path)).Headers;
        string policy = headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; ", policy);
        Assert.EndsWith("base-uri 'none'; form-action 'none'; frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", headers.GetValues("Cross-Origin-Resource-Policy").Single());
        Assert.Equal("no-referrer", headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task Only_this_machine_can_ask_and_a_port_in_use_is_one_error()
    {
        Assert.All(
            IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(l => l.Port == _server.Address.Port),
            listener => Assert.Equal(IPAddress.Loopback, listener.Address));
        var error = await Assert.ThrowsAsync<IOException>(() =>
            DashboardServer.StartAsync(_results.Folder, _server.Address.Port));
        Assert.Equal($"--port {_server.Address.Port}: found it in use; expected a free one.", error.Message);
    }

    private async Task<JsonElement> Json(string path) => JsonDocument.Parse(await _client.GetStringAsync(path)).RootElement;

    /// <summary>As it stands, which HttpClient would normalise.</summary>
    private async Task Refused(string target, params HttpStatusCode[] expected)
    {
        string answer = await Raw($"GET {target.Replace(" ", "%20")} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        Assert.DoesNotContain(Secret, answer);
        Assert.Contains((HttpStatusCode)int.Parse(answer.Split(' ')[1]), expected);
    }

    private async Task<string> Raw(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(socket.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Also where it came in chunks.</summary>
    private static string Body(string answer) =>
        string.Join("\n", answer.Split("\r\n\r\n", 2)[1].Split("\r\n").Where(line => line.Length > 5));
}
