using System.Diagnostics;
using System.Globalization;
using Research.Capture.X11;

namespace Research.TestDisplay;

/// <summary>An X server without a screen (Xvfb) on a free display number; it ends when disposed.</summary>
public sealed class VirtualDisplay : IDisposable
{
    private readonly Process _server;

    private VirtualDisplay(Process server, string name)
    {
        _server = server;
        Name = name;
    }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() ? "There is no X server on this system."
        : ((string[])["Xvfb", "xdotool"]).FirstOrDefault(program => !OnPath(program)) is { } missing
            ? $"{missing} is not installed: .devcontainer/install.sh --tests installs it."
        : null;

    /// <summary>What DISPLAY is for it: <c>:3</c>.</summary>
    public string Name { get; }

    /// <summary>The environment of a program that is to use it, whatever session the tests run in.</summary>
    public IReadOnlyDictionary<string, string?> Variables =>
        new Dictionary<string, string?> { ["DISPLAY"] = Name, ["WAYLAND_DISPLAY"] = null, ["XDG_SESSION_TYPE"] = "x11" };

    /// <summary>Starts a server.</summary>
    /// <param name="width">Of its screen.</param>
    /// <param name="height">Of its screen.</param>
    /// <param name="depth">Bits of a pixel.</param>
    /// <param name="options">More arguments for Xvfb.</param>
    public static VirtualDisplay Start(int width = 640, int height = 480, int depth = 24, params string[] options)
    {
        var server = Process.Start(new ProcessStartInfo("Xvfb",
            ["-displayfd", "1", "-screen", "0", $"{width}x{height}x{depth}", "-nolisten", "tcp", "-noreset", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var complaints = server.StandardError.ReadToEndAsync();
        if (server.StandardOutput.ReadLine() is { } number)
        {
            return new VirtualDisplay(server, ":" + int.Parse(number, CultureInfo.InvariantCulture));
        }

        throw new InvalidOperationException($"Xvfb did not start: {complaints.Result}");
    }

    /// <summary>Runs xdotool on it, to its end.</summary>
    /// <param name="arguments">Commands in a row: <c>keydown f sleep 0.1 keyup f</c>.</param>
    public void Xdotool(params string[] arguments)
    {
        using var process = StartXdotool(arguments);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 || errors.Length > 0)
        {
            throw new InvalidOperationException($"xdotool {string.Join(' ', arguments)}: {errors}");
        }
    }

    /// <summary>Starts xdotool on it.</summary>
    public Process StartXdotool(params string[] arguments)
    {
        var start = new ProcessStartInfo("xdotool", arguments) { RedirectStandardError = true };
        return Start(start);
    }

    /// <summary>Starts any program on it.</summary>
    public Process Start(ProcessStartInfo start)
    {
        ArgumentNullException.ThrowIfNull(start);
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Codes of the keys that the server says are down.</summary>
    public unsafe IReadOnlyList<int> KeysDown()
    {
        using var x = XConnection.Open(Name);
        byte* bits = stackalloc byte[32];
        _ = LibX11.XQueryKeymap(x.Display, bits);
        var down = new List<int>();
        for (int code = 0; code < 256; code++)
        {
            if ((bits[code / 8] >> (code % 8) & 1) != 0)
            {
                down.Add(code);
            }
        }

        return down;
    }

    /// <summary>Ends the server as a crash would.</summary>
    public void Kill()
    {
        _server.Kill();
        _server.WaitForExit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        _server.Dispose();
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
