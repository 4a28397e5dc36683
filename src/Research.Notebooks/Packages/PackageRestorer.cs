using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Research.Notebooks;

/// <summary>
/// Has the installed SDK restore packages, in a scratch project. What it found is kept by the project's content, so the same
/// packages are there at once the next time, also without a network.
/// </summary>
internal static partial class PackageRestorer
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Where scratch projects are kept.</summary>
    public static string Cache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "research", "packages");

    /// <summary>Restores packages.</summary>
    /// <param name="packages">The packages.</param>
    /// <param name="sources">Feeds besides the configured ones.</param>
    /// <param name="interrupt">Gives up.</param>
    /// <exception cref="PackageRestoreException">NuGet cannot, or there is no SDK.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static RestoredPackages Restore(
        IReadOnlyList<PackageDirective> packages, IReadOnlyList<string> sources, CancellationToken interrupt)
    {
        string project = Project(packages, sources);
        string folder = Path.Combine(Cache, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..24]);
        string assets = Path.Combine(folder, "obj", "project.assets.json");
        if (RestoredPackages.TryRead(assets) is { } known)
        {
            return known;
        }

        string scratch = Directory.CreateDirectory($"{folder}-{Guid.NewGuid():N}").FullName;
        try
        {
            File.WriteAllText(Path.Combine(scratch, "packages.csproj"), project);
            RunSdk(scratch, packages, interrupt);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            Directory.Move(scratch, folder);
        }
        finally
        {
            if (Directory.Exists(scratch))
            {
                Directory.Delete(scratch, recursive: true);
            }
        }

        return RestoredPackages.TryRead(assets)
            ?? throw new PackageRestoreException(
                $"{Names(packages)}: 'dotnet restore' succeeded but wrote nothing that can be read to {assets}.");
    }

    private static string Project(IReadOnlyList<PackageDirective> packages, IReadOnlyList<string> sources) => new XElement(
        "Project",
        new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement(
            "PropertyGroup",
            new XElement("TargetFramework", $"net{Environment.Version.Major}.0"),
            new XElement("NuGetAudit", "false"),
            new XElement("RestoreAdditionalProjectSources", string.Join(";", sources))),
        new XElement(
            "ItemGroup",
            new XElement("FrameworkReference", new XAttribute("Include", "Microsoft.AspNetCore.App")),
            packages.Select(package => new XElement(
                "PackageReference", new XAttribute("Include", package.Id), new XAttribute("Version", package.Version)))))
                .ToString();

    private static void RunSdk(string folder, IReadOnlyList<PackageDirective> packages, CancellationToken interrupt)
    {
        var start = new ProcessStartInfo(Sdk())
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The folders above must not have a say.
            ArgumentList =
            {
                "restore", "packages.csproj", "--nologo", "--verbosity", "quiet", "-p:ImportDirectoryBuildProps=false",
                "-p:ImportDirectoryBuildTargets=false", "-p:ImportDirectoryPackagesProps=false", "-nodeReuse:false",
            },
        };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        // Set where this process was itself started by a build.
        foreach (string? name in start.Environment.Keys.Where(name =>
            name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase))
            .ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = StartSdk(start, packages);
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(interrupt);
        limit.CancelAfter(Limit);
        try
        {
            process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            interrupt.ThrowIfCancellationRequested();
            throw new PackageRestoreException(
                $"{Names(packages)}: 'dotnet restore' did not end within {Limit.TotalMinutes:0} minutes.");
        }

        if (process.ExitCode != 0)
        {
            throw new PackageRestoreException(
                $"{Names(packages)}: {Reason(output.GetAwaiter().GetResult() + "\n" + errors.GetAwaiter().GetResult())}");
        }
    }

    private static Process StartSdk(ProcessStartInfo start, IReadOnlyList<PackageDirective> packages)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PackageRestoreException(
                $"{Names(packages)}: packages need the .NET SDK, and 'dotnet' does not start: {e.Message}.");
        }
    }

    /// <summary>The <c>dotnet</c> that runs this process, if it does; else the one on the PATH.</summary>
    private static string Sdk() =>
        Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";

    /// <summary>NuGet's messages without the scratch project's path.</summary>
    private static string Reason(string output)
    {
        var errors = ErrorLine().Matches(output).Select(match => match.Groups[1].Value.Trim()).Distinct().ToList();
        return errors.Count > 0 ? string.Join("\n", errors) : output.Trim();
    }

    private static string Names(IReadOnlyList<PackageDirective> packages) =>
        string.Join(", ", packages.Select(package => package.Version == "*" ? package.Id : $"{package.Id} {package.Version}"));

    [GeneratedRegex(@"error ((?:NU|MSB|NETSDK)\d+:.*?)(?: \[[^\]\n]*\])?\r?$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();
}
