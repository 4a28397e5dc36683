using System.Runtime.Intrinsics.X86;
using Research.Natives;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>
/// The libtorch that computes tensors on this machine; shown by <c>research doctor</c> and kept in a run's <c>config.json</c>.
/// </summary>
public static class TorchRuntime
{
    private static readonly Lazy<string?> fault = new(Load);

    /// <summary>
    /// Why libtorch cannot be loaded, and the way out; null where it can. All else here then throws
    /// <see cref="DllNotFoundException"/>.
    /// </summary>
    public static string? Fault => fault.Value;

    /// <summary>libtorch's version, such as <c>2.10.0</c>.</summary>
    public static string Version => Loaded(() => __version__.EndsWith(".0", StringComparison.Ordinal)
        && __version__.Count(c => c == '.') == 3 ? __version__[..^2] : __version__);

    /// <summary>The file of libtorch that is loaded.</summary>
    public static string File => Loaded(() => LoadedFile("libtorch_cpu.so") ?? "beside the program");

    /// <summary>
    /// The vector instructions that libtorch's kernels use on this processor: <c>AVX512</c>, <c>AVX2</c> or <c>DEFAULT</c>.
    /// </summary>
    /// <remarks>libtorch decides by the same instructions, unless <c>ATEN_CPU_CAPABILITY</c> names others.</remarks>
    public static string CpuCapability => Environment.GetEnvironmentVariable("ATEN_CPU_CAPABILITY") is { Length: > 0 } chosen
        ? chosen.ToUpperInvariant()
        : Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported ? "AVX512" : Avx2.IsSupported && Fma.IsSupported ? "AVX2"
            : "DEFAULT";

    /// <summary>Threads that one operator may use.</summary>
    public static int Threads => Loaded(get_num_threads);

    /// <summary>Where tensors can live: <c>cpu</c>, then <c>cuda:0</c> and so on.</summary>
    public static IReadOnlyList<string> Devices => Loaded<IReadOnlyList<string>>(
        () => ["cpu", .. Enumerable.Range(0, cuda.is_available() ? cuda.device_count() : 0).Select(index => $"cuda:{index}")]);

    /// <summary>
    /// The file by which a library of a name is mapped into this process; null where there is none, or no <c>/proc</c>.
    /// </summary>
    internal static string? LoadedFile(string name) => System.IO.File.Exists("/proc/self/maps")
        ? System.IO.File.ReadLines("/proc/self/maps").Where(line => line.EndsWith("/" + name, StringComparison.Ordinal))
        .Select(line => line[line.IndexOf('/')..]).FirstOrDefault()
        : null;

    private static T Loaded<T>(Func<T> question) => Fault is null ? question() : throw new DllNotFoundException(Fault);

    private static string? Load()
    {
        if (NativeLibraries.Torch.Fault is { } fault)
        {
            return fault;
        }

        try
        {
            get_num_threads();
            return null;
        }
        catch (Exception e) when (
            e is DllNotFoundException or TypeInitializationException or NotSupportedException or EntryPointNotFoundException)
        {
            return (e.InnerException ?? e).Message;
        }
    }
}
