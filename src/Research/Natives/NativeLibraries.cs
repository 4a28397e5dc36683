using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Research.Natives;

/// <summary>
/// Loads the native libraries of TorchSharp, OpenCvSharp, SkiaSharp and ML.NET from the NuGet cache, when a first type of theirs
/// is used.
/// </summary>
/// <remarks>
/// They are not copied beside the programs, because libtorch has 461 MB. They are loaded by absolute path, so a libtorch of the
/// system cannot take their place.
/// </remarks>
public static class NativeLibraries
{
    private static readonly Dictionary<string, string> Paths = typeof(NativeLibraries).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Where(attribute => attribute.Value is not null)
        .ToDictionary(attribute => attribute.Key, attribute => attribute.Value!);

    private static readonly Lazy<NativeLoad> LoadedTorch = new(LoadTorch);
    private static readonly Lazy<NativeLoad> LoadedOpenCv =
        new(() => NativeLoad.Of("OpenCV", [OpenCvLibrary], NativeLoad.OpenCvPackages));
    private static readonly Lazy<NativeLoad> LoadedSkia = new(() => Load("SkiaSharp", "SkiaFolder"));
    private static readonly Lazy<NativeLoad> LoadedHarfBuzz = new(() => Load("HarfBuzz", "HarfBuzzFolder", "HarfBuzzSharp"));
    private static readonly Lazy<NativeLoad> LoadedLightGbm =
        new(() => NativeLoad.Of("LightGBM", [LightGbmLibrary], NativeLoad.TreePackages));
    private static readonly Lazy<NativeLoad> LoadedFastTree =
        new(() => NativeLoad.Of("FastTree", [FastTreeLibrary], NativeLoad.TreePackages));

    /// <summary>TorchSharp's library and libtorch; loads them.</summary>
    internal static NativeLoad Torch => LoadedTorch.Value;

    /// <summary>OpenCvSharp's library; loads it.</summary>
    internal static NativeLoad OpenCv => LoadedOpenCv.Value;

    /// <summary>LightGBM, which ML.NET's boosted trees call; loads it.</summary>
    internal static NativeLoad LightGbm => LoadedLightGbm.Value;

    /// <summary>Why a library that was asked for cannot be loaded, and the way out; null where none failed. Loads none.</summary>
    public static string? Fault => new[] { LoadedTorch, LoadedOpenCv, LoadedSkia, LoadedHarfBuzz, LoadedLightGbm, LoadedFastTree }
        .Where(library => library.IsValueCreated)
        .Select(library => library.Value.Fault).FirstOrDefault(fault => fault is not null);

    /// <summary>The library of TorchSharp that is loaded: on Linux the weakened copy.</summary>
    internal static string TorchSharpLibrary => Path.GetFullPath(Directory.Exists(Paths["TorchSharpLibrary"])
        ? Path.Combine(Paths["TorchSharpLibrary"], FileName("LibTorchSharp"))
        : Paths["TorchSharpLibrary"]);

    /// <summary>The folder of libtorch; null where the package's build puts it beside the program.</summary>
    internal static string? LibtorchFolder => Paths.GetValueOrDefault("LibtorchFolder");

    /// <summary>OpenCvSharp's library, which has OpenCV in it.</summary>
    internal static string OpenCvLibrary => Path.Combine(Paths["OpenCvFolder"], FileName("OpenCvSharpExtern"));

    /// <summary>LightGBM's library; the file does not exist on Apple's processors, for which its package has none.</summary>
    internal static string LightGbmLibrary => Path.Combine(Paths["LightGbmFolder"], LightGbmFile());

    private static string FastTreeLibrary => Path.Combine(Paths["FastTreeFolder"], FileName("FastTreeNative"));

#pragma warning disable CA2255 // the natives must be known before a notebook's first tensor, which is in no method of this library
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin()
    {
        if (Figures.PlotlyContext.Has(typeof(NativeLibraries).Assembly))
        {
            return; // this copy of the library draws by Plotly.NET and has no tensors
        }

        AppDomain.CurrentDomain.AssemblyLoad += static (_, loaded) => Prepare(loaded.LoadedAssembly);
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            Prepare(assembly);
        }
    }

    private static void Prepare(Assembly assembly)
    {
        switch (assembly.GetName().Name)
        {
            case "TorchSharp":
                // TorchSharp asks the loader for torch_cpu and LibTorchSharp by name, past the resolver; it finds what is loaded.
                _ = Torch;
                Resolve(assembly, static name => name == "LibTorchSharp" ? Torch.Required : 0);
                break;
            case "OpenCvSharp":
                Resolve(assembly, static name => name == "OpenCvSharpExtern" ? OpenCv.Required : 0);
                break;
            case "SkiaSharp":
                Resolve(assembly, static name => name == "libSkiaSharp" ? LoadedSkia.Value.Required : 0);
                break;
            case "HarfBuzzSharp":
                Resolve(assembly, static name => name == "libHarfBuzzSharp" ? LoadedHarfBuzz.Value.Required : 0);
                break;
            case "Microsoft.ML.LightGbm":
                Resolve(assembly, static name => name == "lib_lightgbm" ? LightGbm.Required : 0);
                break;
            case "Microsoft.ML.FastTree":
                Resolve(assembly, static name => name == "FastTreeNative" ? LoadedFastTree.Value.Required : 0);
                break;
        }
    }

    private static void Resolve(Assembly assembly, Func<string, nint> library)
    {
        try
        {
            NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => library(name));
        }
        catch (InvalidOperationException)
        {
            // Another copy of this library has answered for it: a notebook loads one by path, its kernel has its own.
        }
    }

    /// <summary>A library of the figures; both have the prefix <c>lib</c> on Windows too.</summary>
    private static NativeLoad Load(string what, string folder, string? library = null)
    {
        string extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return NativeLoad.Of(what, [Path.Combine(Paths[folder], $"lib{library ?? what}{extension}")], NativeLoad.SkiaPackages);
    }

    private static NativeLoad LoadTorch()
    {
        Allocator.KeepLargeBlocks();
        ProductRounding.Reproducible();
        string[] libtorch = LibtorchFolder is { } folder
            ? [.. LibtorchFiles().Select(name => Path.Combine(folder, name))]
            : [.. CudaFiles().Select(name => Path.Combine(CudaFolder(), name)).Where(File.Exists)];
        return NativeLoad.Of("libtorch", [.. libtorch, TorchSharpLibrary], NativeLoad.TorchPackages);
    }

    /// <summary>Files of libtorch for the CPU, in the order of their dependencies.</summary>
    private static string[] LibtorchFiles() => OperatingSystem.IsWindows() ? ["c10.dll", "torch_cpu.dll", "torch.dll"]
        : OperatingSystem.IsMacOS() ? ["libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"]
        : ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libtorch.so"];

    /// <summary>
    /// Files of libtorch for NVIDIA's GPUs, in the order of their dependencies; they find CUDA's own in their folder.
    /// </summary>
    private static string[] CudaFiles() => OperatingSystem.IsWindows()
        ? ["c10.dll", "torch_cpu.dll", "c10_cuda.dll", "torch_cuda.dll", "torch.dll"]
        : ["libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    /// <summary>
    /// Where the GPU package's build has put libtorch: beside the program, or where NuGet's convention wants natives.
    /// </summary>
    private static string CudaFolder()
    {
        string platform = OperatingSystem.IsWindows() ? "win-x64" : "linux-x64", file = OperatingSystem.IsWindows()
            ? "torch_cuda.dll" : "libtorch_cuda.so";
        string?[] folders = [AppContext.BaseDirectory, Path.GetDirectoryName(typeof(NativeLibraries).Assembly.Location)];
        return folders.OfType<string>().SelectMany(folder =>
            new[] { folder, Path.Combine(folder, "runtimes", platform, "native") })
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, file))) ?? AppContext.BaseDirectory;
    }

    private static string LightGbmFile() => OperatingSystem.IsWindows() ? "lib_lightgbm.dll" : OperatingSystem.IsMacOS()
        ? "lib_lightgbm.dylib" : "lib_lightgbm.so";

    private static string FileName(string library) =>
        OperatingSystem.IsWindows() ? library + ".dll" : OperatingSystem.IsMacOS() ? $"lib{library}.dylib" : $"lib{library}.so";
}
