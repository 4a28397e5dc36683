namespace Research.Figures;

/// <summary>
/// Turns figures into PNG and SVG in a headless Chromium, which starts with the first figure and is kept for the next.
/// Safe to use from several threads; they take turns.
/// </summary>
/// <remarks>
/// The browser talks to this process through a pipe, not a port, and has nothing to do with the network. It ends when the
/// renderer is disposed, when this process ends, and also when this process is killed.
/// </remarks>
public sealed class ChromiumRenderer : IDisposable
{
    private static readonly Lazy<ChromiumRenderer> SharedRenderer = new(StartShared);

    private readonly Lock _turn = new();
    private readonly string? _executable;
    private volatile PlotlyPage? _page;
    private volatile bool _disposed;

    /// <summary>A renderer with a browser of its own. <see cref="Shared"/> is nearly always the better choice.</summary>
    /// <param name="executable">Chromium's executable; null takes what the environment variable CHROMIUM names, or chromium,
    /// chromium-browser or google-chrome on the PATH.
    /// </param>
    public ChromiumRenderer(string? executable = null) =>
        _executable = executable ?? ChromiumExecutable.Find(Environment.GetEnvironmentVariable);

    /// <summary>The process's one browser. It ends by itself when the process does; nobody need dispose it.</summary>
    public static ChromiumRenderer Shared => SharedRenderer.Value;

    /// <summary>Whether this machine has a Chromium.</summary>
    public static bool IsAvailable => ChromiumExecutable.Find(Environment.GetEnvironmentVariable) is not null;

    /// <summary>How long the browser may take over one figure, or to start.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether Chromium confines its pages, which it cannot for root.</summary>
    internal bool Sandbox { get; set; } = !Environment.IsPrivilegedProcess;

    /// <summary>The running browser's profile folder; null while none runs.</summary>
    internal string? Profile => _page?.Profile;

    /// <summary>Does something with the page, in turn, and once more in a new browser if the first one ends over it.</summary>
    internal T Draw<T>(string name, Func<PlotlyPage, T> work)
    {
        lock (_turn)
        {
            try
            {
                try
                {
                    return work(_page ??= Start());
                }
                catch (ChromiumEndedException)
                {
                    EndBrowser();
                    return work(_page ??= Start());
                }
            }
            catch (ChromiumEndedException ended)
            {
                EndBrowser();
                throw new FigureRenderException($"The figure '{name}' could not be drawn, twice: {ended.Message}", ended);
            }
            catch (FigureRenderException failure)
            {
                if (failure.InnerException is TimeoutException)
                {
                    EndBrowser(); // it hangs: the next figure gets a new one
                }

                throw new FigureRenderException($"The figure '{name}' could not be drawn: {failure.Message}", failure);
            }
        }
    }

    /// <summary>Ends the browser, also while another thread waits for it.</summary>
    public void Dispose()
    {
        _disposed = true;
        EndBrowser();
    }

    private PlotlyPage Start()
    {
        var page = Open();
        if (_disposed)
        {
            page.Dispose(); // disposed from another thread meanwhile, which found nothing to end
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        return page;
    }

    private PlotlyPage Open()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_executable is null)
        {
            throw new FigureRenderException(ChromiumExecutable.Missing(Environment.GetEnvironmentVariable));
        }

        try
        {
            return new(_executable, Sandbox, Timeout);
        }
        catch (ChromiumEndedException ended) when (Sandbox
            && ended.Message.Contains("sandbox", StringComparison.OrdinalIgnoreCase))
        {
            Sandbox = false; // containers often forbid it; the page holds nothing but what this process writes
            return new(_executable, Sandbox, Timeout);
        }
    }

    private void EndBrowser() => Interlocked.Exchange(ref _page, null)?.Dispose();

    private static ChromiumRenderer StartShared()
    {
        var renderer = new ChromiumRenderer();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => renderer.Dispose();
        return renderer;
    }
}
