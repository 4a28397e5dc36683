namespace Research.Figures;

/// <summary>Where this machine's Chromium is.</summary>
internal static class ChromiumExecutable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>
    /// The executable that <c>CHROMIUM</c> names, or the first of the usual names on the PATH; null if there is none.
    /// </summary>
    /// <param name="environment">Reads an environment variable.</param>
    internal static string? Find(Func<string, string?> environment)
    {
        if (environment("CHROMIUM") is { Length: > 0 } named)
        {
            return named.Contains('/', StringComparison.Ordinal) ? Executable(named) : OnPath(named);
        }

        return Names.Select(OnPath).FirstOrDefault(found => found is not null);

        string? OnPath(string name) => (environment("PATH") ?? "")
            .Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Executable(Path.Combine(folder, name)))
            .FirstOrDefault(found => found is not null);
    }

    /// <summary>What to tell who has none.</summary>
    internal static string Missing(Func<string, string?> environment)
    {
        if (OperatingSystem.IsWindows())
        {
            return "A figure that one explores becomes a PNG on Linux and macOS only.";
        }

        const string Install = "Install it with 'sudo apt-get install -y chromium', or let CHROMIUM name the executable.";
        return environment("CHROMIUM") is { Length: > 0 } named
            ? $"CHROMIUM is '{named}', which is not an executable file. A figure's PNG needs Chromium. {Install}"
            : $"A figure's PNG needs Chromium: found none of {string.Join(", ", Names)} on the PATH. {Install}";
    }

    private static string? Executable(string path) =>
        !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & AnyoneExecutes) != 0 ? path : null;

    private const UnixFileMode AnyoneExecutes = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
