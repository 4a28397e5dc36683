using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Research;

/// <summary>
/// Loads the native libraries of TorchSharp and OpenCvSharp from the NuGet cache, when the first of their types is used. They are not copied
/// beside the programs (libtorch has 461 MB), and a libtorch of the system's cannot take their place, because they are loaded by absolute path.
/// </summary>
internal static class NativeLibraries
{
    /// <summary>libtorch's files in the order of their dependencies; a file that a platform's package lacks is passed over.</summary>
    private static readonly string[] Libtorch = OperatingSystem.IsWindows()
        ? ["libiomp5md.dll", "uv.dll", "asmjit.dll", "fbgemm.dll", "c10.dll", "torch_cpu.dll", "torch.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libomp.dylib", "libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"]
            : ["libgomp-98b21ff3.so.1", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"];

    private static readonly Dictionary<string, string> Paths = typeof(NativeLibraries).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Value is not null).ToDictionary(attribute => attribute.Key, attribute => attribute.Value!);

    /// <summary>Why TorchSharp's libraries cannot be loaded, and the way out; null while they have not been needed, or were loaded.</summary>
    internal static string? TorchFault { get; private set; }

    /// <summary>The library of TorchSharp that is loaded: on Linux the weakened copy.</summary>
    internal static string TorchSharpLibrary => Path.GetFullPath(Directory.Exists(Paths["TorchSharpLibrary"])
        ? Path.Combine(Paths["TorchSharpLibrary"], OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : "libLibTorchSharp.dylib")
        : Paths["TorchSharpLibrary"]);

    /// <summary>The folder of libtorch; null where the package's build puts it beside the program.</summary>
    internal static string? LibtorchFolder => Paths.GetValueOrDefault("LibtorchFolder");

    /// <summary>The folder of OpenCvSharp's library.</summary>
    internal static string OpenCvFolder => Paths["OpenCvFolder"];

#pragma warning disable CA2255 // the library's natives must be known before a notebook's first tensor, which is in no method of this library
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin()
    {
        AppDomain.CurrentDomain.AssemblyLoad += (_, loaded) => Prepare(loaded.LoadedAssembly);
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
                PrepareTorch(assembly);
                break;
            case "OpenCvSharp":
                NativeLibrary.SetDllImportResolver(assembly, static (name, _, _) =>
                    name == "OpenCvSharpExtern" && Directory.Exists(OpenCvFolder) ? NativeLibrary.Load(Directory.EnumerateFiles(OpenCvFolder, "*OpenCvSharpExtern.*").Single()) : 0);
                break;
        }
    }

    /// <summary>TorchSharp looks for its library by name as soon as it is used; what is loaded by then, it finds.</summary>
    private static void PrepareTorch(Assembly assembly)
    {
        try
        {
            Allocator.KeepLargeBlocks();
            if (LibtorchFolder is { } folder)
            {
                foreach (string file in Libtorch.Select(name => Path.Combine(folder, name)).Where(File.Exists))
                {
                    NativeLibrary.Load(file);
                }
            }

            nint torchSharp = NativeLibrary.Load(TorchSharpLibrary);
            NativeLibrary.SetDllImportResolver(assembly, (name, _, _) => name == "LibTorchSharp" ? torchSharp : 0);
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            TorchFault = e.Message;
        }
    }
}
