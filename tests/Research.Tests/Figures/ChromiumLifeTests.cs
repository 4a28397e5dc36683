using System.Diagnostics;
using Research.Figures;
using SkiaSharp;

namespace Research.Tests.Figures;

/// <summary>The browser's life: when it starts, survives, and ends.</summary>
public class ChromiumLifeTests
{
    [SkippableFact]
    public void Disposing_leaves_neither_process_nor_profile()
    {
        Browser.Require();
        string profile;
        using (var renderer = new ChromiumRenderer())
        {
            Assert.Null(renderer.Profile);
            renderer.Picture();
            profile = renderer.Profile!;
            Assert.NotEmpty(ProcessesNaming(profile));
        }

        Assert.Empty(ProcessesNaming(profile));
        Assert.False(Directory.Exists(profile));
    }

    [SkippableFact]
    public void A_disposed_renderer_says_so()
    {
        Browser.Require();
        var renderer = new ChromiumRenderer();
        renderer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => renderer.Picture());
    }

    [SkippableFact]
    public void A_browser_killed_between_figures_is_replaced()
    {
        Browser.Require();
        using var renderer = new ChromiumRenderer();
        byte[] before = renderer.Picture();
        string profile = renderer.Profile!;
        Kill(profile);
        Assert.Equal(before, renderer.Picture());
        Assert.NotEqual(profile, renderer.Profile);
        Assert.False(Directory.Exists(profile));
    }

    [SkippableFact]
    public async Task A_browser_killed_in_the_middle_of_a_figure_is_replaced()
    {
        Browser.Require();
        using var renderer = new ChromiumRenderer();
        renderer.Picture();
        bool killed = false;
        byte[] drawn = await Task.Run(() => renderer.Draw("slow", page =>
        {
            if (!killed)
            {
                killed = true;
                Task.Delay(200).ContinueWith(_ => Kill(page.Profile), TaskScheduler.Default);
                page.Evaluate("new Promise(() => {})");
            }

            return Browser.Picture(page);
        }));
        Assert.Equal(1000, SKBitmap.Decode(drawn).Width);
    }

    [SkippableFact]
    public void A_browser_that_dies_twice_is_an_error()
    {
        Browser.Require();
        using var renderer = new ChromiumRenderer();
        var failure = Assert.Throws<FigureRenderException>(() => renderer.Draw<int>("loss", page =>
        {
            Kill(page.Profile);
            page.Evaluate("1");
            return 0;
        }));
        Assert.StartsWith("The figure 'loss' could not be drawn, twice: Chromium ended with exit code 137.", failure.Message);
    }

    [SkippableFact]
    public void A_page_that_hangs_is_given_up_and_the_next_figure_drawn()
    {
        Browser.Require();
        // Long, although it is waited for: a browser may take more than five seconds to start where all cores are busy.
        using var renderer = new ChromiumRenderer { Timeout = TimeSpan.FromSeconds(30) };
        renderer.Picture();
        string hung = renderer.Profile!;
        var failure = Assert.Throws<FigureRenderException>(
            () => renderer.Draw("loss", page => page.Evaluate("for (;;);")));
        Assert.StartsWith("The figure 'loss' could not be drawn: Chromium did not answer within 30 s. ", failure.Message);
        Assert.Empty(ProcessesNaming(hung));
        Assert.NotEmpty(renderer.Picture());
    }

    [SkippableTheory]
    [InlineData("wait")]
    [InlineData("exit")]
    public void The_browser_ends_with_this_process_even_when_that_is_killed(string manner)
    {
        Browser.Require();
        string assembly = typeof(StartupHook).Assembly.Location;
        var start = new ProcessStartInfo(Environment.ProcessPath!.Contains("dotnet") ? Environment.ProcessPath : "dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { "exec", assembly },
            Environment = { ["DOTNET_STARTUP_HOOKS"] = assembly, [StartupHook.Switch] = manner },
        };
        using var child = Process.Start(start)!;
        string profile = child.StandardOutput.ReadLine()!;
        Assert.Contains("research-chromium-", profile);
        if (manner == "wait")
        {
            Assert.NotEmpty(ProcessesNaming(profile));
            child.Kill(); // SIGKILL, and of this process alone
        }

        child.WaitForExit();
        var patience = Stopwatch.StartNew();
        while ((ProcessesNaming(profile).Count > 0 || Directory.Exists(profile)) && patience.Elapsed < TimeSpan.FromSeconds(20))
        {
            Thread.Sleep(50);
        }

        Assert.Empty(ProcessesNaming(profile));
        Assert.False(Directory.Exists(profile), "the profile was left behind");
    }

    [SkippableFact]
    public void An_executable_that_is_no_browser_is_an_error_with_its_last_words()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        using var impostor = new Script("echo 'cannot open shared object file' >&2; exit 7");
        using var renderer = new ChromiumRenderer(impostor.Path);
        var failure = Assert.Throws<FigureRenderException>(() => renderer.Picture());
        Assert.Equal(
            "The figure 'loss' could not be drawn, twice: Chromium ended with exit code 7. "
            + "Its last lines were:\ncannot open shared object file",
            failure.Message);
    }

    [SkippableFact]
    public void An_executable_that_never_answers_is_an_error_after_the_timeout()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        using var impostor = new Script("echo 'waiting for Godot' >&2; exec sleep 60");
        using var renderer = new ChromiumRenderer(impostor.Path) { Timeout = TimeSpan.FromSeconds(1) };
        var failure = Assert.Throws<FigureRenderException>(() => renderer.Picture());
        Assert.Equal(
            "The figure 'loss' could not be drawn: Chromium did not answer within 1 s. Its last lines were:\nwaiting for Godot",
            failure.Message);
        Assert.Empty(ProcessesNaming(impostor.Path));
    }

    [SkippableFact]
    public void A_page_that_crashes_is_replaced()
    {
        Browser.Require();
        using var renderer = new ChromiumRenderer { Timeout = TimeSpan.FromMinutes(2) };
        int crashes = 0;
        byte[] drawn = renderer.Draw("loss", page =>
        {
            if (crashes++ == 0)
            {
                page.Call("Page.crash", []);
            }

            return Browser.Picture(page);
        });
        Assert.Equal((2, 1000), (crashes, SKBitmap.Decode(drawn).Width));
        var failure = Assert.Throws<FigureRenderException>(() => renderer.Draw("loss", page => page.Call("Page.crash", [])));
        Assert.Equal("The figure 'loss' could not be drawn, twice: Chromium's page crashed.", failure.Message);
    }

    [SkippableFact]
    public async Task A_renderer_that_is_disposed_in_the_middle_of_a_figure_says_so()
    {
        Browser.Require();
        using var renderer = new ChromiumRenderer { Timeout = TimeSpan.FromMinutes(2) };
        renderer.Picture();
        string profile = renderer.Profile!;
        var hung = Task.Run(() => renderer.Draw("loss", page => page.Evaluate("new Promise(() => {})")));
        await Task.Delay(200);
        renderer.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => hung);
        Assert.Empty(ProcessesNaming(profile));
        Assert.False(Directory.Exists(profile));
    }

    [SkippableFact]
    public void An_interrupted_figure_does_not_disturb_the_next()
    {
        Browser.Require();
        using var renderer = new ChromiumRenderer();
        byte[] calm = renderer.Picture();
        string? profile = renderer.Profile;
        bool interrupted = false;
        var thread = new Thread(() =>
        {
            try
            {
                renderer.Draw("loss", page => page.Evaluate("new Promise(done => setTimeout(done, 1000))"));
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        });
        thread.Start();
        Thread.Sleep(200);
        thread.Interrupt();
        thread.Join();
        Assert.True(interrupted);
        Assert.Equal(calm, renderer.Picture());
        Assert.Equal(profile, renderer.Profile);
    }

    [SkippableFact]
    public void An_executable_may_have_any_name()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        using var odd = new Script("echo \"I am $0\" >&2; exit 7", "it's $HOME's \"own\" script");
        using var renderer = new ChromiumRenderer(odd.Path);
        var failure = Assert.Throws<FigureRenderException>(() => renderer.Picture());
        Assert.EndsWith($"Its last lines were:\nI am {odd.Path}", failure.Message);
    }

    [SkippableFact]
    public void Where_the_sandbox_is_forbidden_it_is_left_out()
    {
        Browser.Require();
        using var picky = new Script($"""
            case "$*" in *--no-sandbox*) exec {ChromiumExecutable.Find(Environment.GetEnvironmentVariable)} "$@" ;; esac
            echo 'No usable sandbox!' >&2; exit 1
            """);
        using var renderer = new ChromiumRenderer(picky.Path) { Sandbox = true };
        Assert.NotEmpty(renderer.Picture());
    }

    [SkippableFact]
    public void Chromium_is_found_by_its_variable_first_and_then_on_the_path()
    {
        Skip.If(OperatingSystem.IsWindows(), "needs a shell");
        using var chrome = new Script("exit 0");
        string folder = Path.GetDirectoryName(chrome.Path)!;
        Assert.Equal(chrome.Path, Find(chromium: chrome.Path, path: ""));
        Assert.Equal(chrome.Path, Find(chromium: "script", path: $"/nowhere:{folder}"));
        Assert.Null(Find(chromium: null, path: folder));
        File.Copy(chrome.Path, Path.Combine(folder, "google-chrome"));
        Assert.Equal(Path.Combine(folder, "google-chrome"), Find(chromium: null, path: $"/nowhere:{folder}"));
        Assert.Null(Find(chromium: "/nowhere/chrome", path: folder));

        static string? Find(string? chromium, string path) =>
            ChromiumExecutable.Find(name => name == "CHROMIUM" ? chromium : path);
    }

    [SkippableFact]
    public void Who_has_no_chromium_is_told_how_to_get_it()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows is told something else");
        Assert.Equal(
            "A figure's PNG needs Chromium: found none of chromium, chromium-browser, google-chrome on the PATH. "
            + "Install it with 'sudo apt-get install -y chromium', or let CHROMIUM name the executable.",
            ChromiumExecutable.Missing(_ => null));
        Assert.Equal(
            "CHROMIUM is '/nowhere/chrome', which is not an executable file. A figure's PNG needs Chromium. "
            + "Install it with 'sudo apt-get install -y chromium', or let CHROMIUM name the executable.",
            ChromiumExecutable.Missing(name => name == "CHROMIUM" ? "/nowhere/chrome" : null));
    }

    private static void Kill(string profile)
    {
        foreach (int id in ProcessesNaming(profile).Where(id => !IsShell(id)))
        {
            try
            {
                using var process = Process.GetProcessById(id);
                process.Kill();
            }
            catch (ArgumentException)
            {
                // a child went with its parent
            }
        }
    }

    private static bool IsShell(int id) => File.ReadAllText($"/proc/{id}/cmdline")
        .StartsWith("/bin/sh", StringComparison.Ordinal);

    /// <summary>The processes whose command line names the text.</summary>
    private static List<int> ProcessesNaming(string text)
    {
        List<int> found = [];
        foreach (string folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out int id) && CommandLine(id).Contains(text, StringComparison.Ordinal))
            {
                found.Add(id);
            }
        }

        return found;

        static string CommandLine(int id)
        {
            try
            {
                return File.ReadAllText($"/proc/{id}/cmdline");
            }
            catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }

    private sealed class Script : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("research-script-");

        internal Script(string commands, string name = "script")
        {
            Path = System.IO.Path.Combine(_folder.FullName, name);
            File.WriteAllText(Path, $"#!/bin/sh\n{commands}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        internal string Path { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
