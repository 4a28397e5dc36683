using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>What computes the tensors on this machine; shown by <c>research doctor</c> and kept in a run's <c>config.json</c>.</summary>
public static partial class TensorEngine
{
    private static readonly Lazy<string?> fault = new(Load);

    /// <summary>Why the engine cannot be loaded, in the loader's words; null where it can. All else here then throws <see cref="DllNotFoundException"/>.</summary>
    public static string? Fault => fault.Value;

    /// <summary>libtorch's version, such as <c>1.13.1</c>.</summary>
    public static string Version => Loaded(() => __version__);

    /// <summary>The file of the library that multiplies matrices, links followed; null where it is part of libtorch.</summary>
    public static string? Blas => Loaded(() =>
    {
        const string Maps = "/proc/self/maps";
        if (!File.Exists(Maps))
        {
            return null;
        }

        var libraries = File.ReadLines(Maps).Select(line => BlasLibrary().Match(line)).Where(match => match.Success)
            .Select(match => match.Value).ToHashSet();
        return libraries.FirstOrDefault(path => Path.GetFileName(path).StartsWith("libblas", StringComparison.Ordinal)) ?? libraries.FirstOrDefault();
    });

    /// <summary>The vector instructions that libtorch's kernels use, such as <c>AVX2</c>; null where it does not tell.</summary>
    public static string? CpuCapability =>
#if TORCHSHARP_PACKAGE
        null;
#else
        Loaded(() => Capability().Match(__config__.show()) is { Success: true } match ? match.Groups[1].Value : null);

    [GeneratedRegex("CPU capability usage: (.*)")]
    private static partial Regex Capability();
#endif

    /// <summary>The threads that one operator may use.</summary>
    public static int Threads => Loaded(get_num_threads);

    /// <summary>Where tensors can live: <c>cpu</c>, then <c>cuda:0</c> and so on.</summary>
    public static IReadOnlyList<string> Devices => Loaded<IReadOnlyList<string>>(
        () => ["cpu", .. Enumerable.Range(0, cuda.is_available() ? cuda.device_count() : 0).Select(index => $"cuda:{index}")]);

    private static T Loaded<T>(Func<T> question) => Fault is null ? question() : throw new DllNotFoundException(Fault);

    private static string? Load()
    {
        try
        {
            get_num_threads();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or NotSupportedException or EntryPointNotFoundException)
        {
            return (e.InnerException ?? e).Message;
        }
    }

    [GeneratedRegex(@"/\S*/lib(blas|openblas|mkl_core|mkl_rt|blis|atlas|satlas|tatlas)[^/\s]*\.so\S*$")]
    private static partial Regex BlasLibrary();
}
