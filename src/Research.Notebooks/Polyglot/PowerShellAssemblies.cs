using System.Reflection;
using System.Runtime.Loader;

namespace Research.Notebooks;

/// <summary>PowerShell's assemblies, in a load context of their own. NuGet restores them when they are first needed, because they are large.</summary>
internal sealed class PowerShellAssemblies : AssemblyLoadContext
{
    private const string Package = "Microsoft.PowerShell.SDK";
    private const string Version = "7.6.9";
    private const string Automation = "System.Management.Automation";

    private readonly string _home;
    private readonly Dictionary<string, string> _native;

    private PowerShellAssemblies(string home, IReadOnlyList<string> native)
        : base("PowerShell")
    {
        _home = home;
        _native = native.GroupBy(path => Path.GetFileNameWithoutExtension(path)).ToDictionary(group => group.Key, group => group.First());
    }

    /// <summary>What is restored, as it is told to the user.</summary>
    public static string Title => $"{Package} {Version}";

    /// <summary>Restores the assemblies unless they are there.</summary>
    /// <exception cref="PackageRestoreException">The package is not to be had.</exception>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    public static PowerShellAssemblies Load(CancellationToken interrupt)
    {
        var restored = PackageRestorer.Restore([new PackageDirective(Package, Version)], [], interrupt);
        return new PowerShellAssemblies(MakeHome(restored), restored.Native);
    }

    /// <summary>A type of PowerShell's.</summary>
    public Type Type(string name) => LoadFromAssemblyName(new AssemblyName(Automation)).GetType($"{Automation}.{name}", throwOnError: true)!;

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_home, $"{assemblyName.Name}.dll");
        return HostAssemblies.Find(assemblyName.Name!) is null && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        (_native.GetValueOrDefault(unmanagedDllName) ?? _native.GetValueOrDefault($"lib{unmanagedDllName}")) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    /// <summary>PowerShell takes the folder of its main assembly for its home, and looks for all others and its modules there.</summary>
    private static string MakeHome(RestoredPackages restored)
    {
        var home = Path.Combine(PackageRestorer.Cache, $"powershell-{Version}");
        if (Directory.Exists(home))
            return home;
        var scratch = Directory.CreateDirectory($"{home}-{Guid.NewGuid():N}").FullName;
        foreach (var file in restored.Runtime)
            File.Copy(file, Path.Combine(scratch, Path.GetFileName(file)), overwrite: true);
        var platform = OperatingSystem.IsWindows() ? "win" : "unix";
        var sdk = restored.Folders.First(folder => folder.Contains(Package, StringComparison.OrdinalIgnoreCase));
        var modules = Directory.EnumerateDirectories(Path.Combine(sdk, "contentFiles", "any", "any", "runtimes", platform, "lib")).Select(folder => Path.Combine(folder, "Modules")).First(Directory.Exists);
        foreach (var file in Directory.EnumerateFiles(modules, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(scratch, "Modules", Path.GetRelativePath(modules, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        try
        {
            Directory.Move(scratch, home);
        }
        catch (IOException) when (Directory.Exists(home))
        {
            Directory.Delete(scratch, recursive: true); // another process was faster
        }

        return home;
    }
}
