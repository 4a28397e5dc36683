using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;

namespace Research.Dashboard;

/// <summary>
/// Shows the runs below a folder on a web page, while they train and afterwards. It listens on this machine's loopback address
/// only, answers no page of another origin, and writes nothing.
/// </summary>
public sealed class DashboardServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private DashboardServer(WebApplication application, Uri address) => (_application, Address) = (application, address);

    /// <summary>Where the page is, such as <c>http://127.0.0.1:6016/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="results">The folder below which runs are looked for, at every look; it may be absent still.</param>
    /// <param name="port">0: any that is free.</param>
    /// <param name="cancellation">Stops the start.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<DashboardServer> StartAsync(string results, int port, CancellationToken cancellation = default)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions()); // no settings from files or the environment
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddResponseCompression(); // thousands of runs, for a browser at the other end of a tunnel
        var application = builder.Build();
        application.Use(RequestGuard.Check);
        application.UseResponseCompression();
        application.Run(new DashboardPages(results).Answer);
        try
        {
            await application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"--port {port}: found it in use; expected a free one.", e);
        }

        return new DashboardServer(application, new Uri(application.Urls.Single()));
    }

    /// <summary>Stops to listen; requests that are being answered are cut off.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync().ConfigureAwait(false);
        await _application.StopAsync(now.Token).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }
}
