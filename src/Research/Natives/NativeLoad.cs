using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Research.Natives;

/// <summary>What came of loading a package's native library: its handle, or why it cannot be loaded and the way out.</summary>
/// <param name="Handle">0 where it cannot be loaded.</param>
/// <param name="Fault">Null where it is loaded.</param>
internal readonly partial record struct NativeLoad(nint Handle, string? Fault)
{
    /// <summary>Debian's packages that the library of a NuGet package needs.</summary>
    internal const string TorchPackages = "libstdc++6 zlib1g", OpenCvPackages = "libgtk-3-0 libatomic1 libdrm2",
        SkiaPackages = "libc6", TreePackages = "libgomp1";

    private const string Rebuild =
        "run 'dotnet build Research.sln -c Release' in the kit's folder, which fetches the NuGet packages again";

    /// <summary>The handle.</summary>
    /// <exception cref="DllNotFoundException">There is none; the message is <see cref="Fault"/>.</exception>
    internal nint Required => Fault is null ? Handle : throw new DllNotFoundException(Fault);

    /// <summary>Loads files one after another, each after those that it needs. The handle is the last one's.</summary>
    /// <param name="what">The library's name, for messages.</param>
    /// <param name="files">Absolute paths.</param>
    /// <param name="debianPackages">What else it needs, for messages.</param>
    internal static NativeLoad Of(string what, IReadOnlyList<string> files, string debianPackages)
    {
        nint handle = 0;
        foreach (string file in files)
        {
            string? words = null;
            if (File.Exists(file))
            {
                try
                {
                    handle = NativeLibrary.Load(file);
                    continue;
                }
                catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
                {
                    words = WordsOf(e.Message);
                }
            }

            return new(0, $"{what} cannot be loaded: {file}: {words ?? "found no such file"}. "
                + $"To mend it, {WayOut(words, RuntimeInformation.RuntimeIdentifier, debianPackages)}.");
        }

        return new(handle, null);
    }

    /// <summary>What is to be done where a file cannot be loaded.</summary>
    /// <param name="words">The loader's; null where the file does not exist.</param>
    /// <param name="platform">.NET's identifier of this one.</param>
    /// <param name="debianPackages">What the library needs of the system.</param>
    internal static string WayOut(string? words, string platform, string debianPackages)
    {
        bool isMac = platform.StartsWith("osx", StringComparison.Ordinal), hasMusl = platform.Contains("musl");
        bool isServed = platform.EndsWith(isMac ? "-arm64" : "-x64", StringComparison.Ordinal) && !hasMusl;
        if (!isServed)
        {
            return $"use linux-x64 with glibc, win-x64 or osx-arm64: the packages have none for {platform}";
        }

        if (words is null)
        {
            return Rebuild;
        }

        if (MissingVersion().Match(words) is { Success: true } version)
        {
            return version.Groups[1].Value == "GLIBCXX_3.4.32"
                ? $"{Rebuild} and makes the copy of TorchSharp's library that does not ask for this version"
                : $"use a newer system: this one lacks {version.Groups[1].Value}, which Debian 12 and Ubuntu 22.04 have";
        }

        return MissingLibrary().IsMatch(words)
            ? $"run 'apt-get install {debianPackages}', or what has these libraries on another system"
            : $"delete its folder if the file is damaged, and {Rebuild}";
    }

    /// <summary>The system loader's part of .NET's message, on one line.</summary>
    private static string WordsOf(string message)
    {
        string[] lines = [.. message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        return string.Join("; ", lines.Length > 1 ? lines[1..] : lines).TrimEnd('.');
    }

    [GeneratedRegex(@"version .(GLIBC\w*_[\d.]+|CXXABI_[\d.]+). not found")]
    private static partial Regex MissingVersion();

    [GeneratedRegex(@"[^/\s]+\.so[.\d]*: cannot open shared object file")]
    private static partial Regex MissingLibrary();
}
