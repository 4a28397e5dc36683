using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Research.Notebooks;

/// <summary>PowerShell's assemblies. NuGet restores them when they are first needed, because they are large.</summary>
/// <remarks>They are in the default load context: PowerShell loads its modules there, whatever context it is in itself.</remarks>
internal sealed class PowerShellAssemblies : IDisposable
{
    private const string Package = "Microsoft.PowerShell.SDK";
    private const string Version = "7.6.9";
    private const string Automation = "System.Management.Automation";

    private readonly string _home;
    private readonly Dictionary<string, string> _native;
    private Assembly? _automation;

    private PowerShellAssemblies(string home, IReadOnlyList<string> native)
    {
        _home = home;
        _native = native.GroupBy(path => Path.GetFileNameWithoutExtension(path))
            .ToDictionary(group => group.Key, group => group.First());
        AssemblyLoadContext.Default.Resolving += Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += ResolveNative;
    }

    /// <summary>The package that is restored, as the user sees it.</summary>
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
    public Type Type(string name)
    {
        _automation ??= AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(_home, $"{Automation}.dll"));
        return _automation.GetType($"{Automation}.{name}", throwOnError: true)!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AssemblyLoadContext.Default.Resolving -= Resolve;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll -= ResolveNative;
    }

    private Assembly? Resolve(AssemblyLoadContext context, AssemblyName name)
    {
        string path = Path.Combine(_home, $"{name.Name}.dll");
        return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
    }

    private nint ResolveNative(Assembly assembly, string name) =>
        (_native.GetValueOrDefault(name) ?? _native.GetValueOrDefault($"lib{name}")) is { } path ? NativeLibrary.Load(path) : 0;

    /// <summary>PowerShell takes the folder of its main assembly for its home, and looks for all else there.</summary>
    private static string MakeHome(RestoredPackages restored)
    {
        string home = Path.Combine(PackageRestorer.Cache, $"powershell-{Version}");
        if (Directory.Exists(home))
        {
            return home;
        }

        string scratch = Directory.CreateDirectory($"{home}-{Guid.NewGuid():N}").FullName;
        foreach (string file in restored.Runtime)
        {
            File.Copy(file, Path.Combine(scratch, Path.GetFileName(file)), overwrite: true);
        }

        string platform = OperatingSystem.IsWindows() ? "win" : "unix";
        string sdk = restored.Folders.First(folder => folder.Contains(Package, StringComparison.OrdinalIgnoreCase));
        string modules = Directory.EnumerateDirectories(
            Path.Combine(sdk, "contentFiles", "any", "any", "runtimes", platform, "lib"))
            .Select(folder => Path.Combine(folder, "Modules"))
            .First(Directory.Exists);
        foreach (string file in Directory.EnumerateFiles(modules, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(scratch, "Modules", Path.GetRelativePath(modules, file));
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
