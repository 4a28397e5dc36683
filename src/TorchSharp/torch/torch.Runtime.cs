using System.Runtime.InteropServices;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>libtorch's version.</summary>
    public static string __version__ => Describe()["version"];

    /// <summary>Sets the threads that one operator may use, those of the BLAS among them.</summary>
    public static void set_num_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num);
        Check(ts_set_num_threads(num), "set_num_threads");
    }

    /// <summary>The threads that one operator may use.</summary>
    public static int get_num_threads() => ts_get_num_threads();

    /// <summary>Sets the threads that run operators side by side; once, before any do.</summary>
    public static void set_num_interop_threads(int num)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(num);
        Check(ts_set_num_interop_threads(num), "set_num_interop_threads");
    }

    /// <summary>The threads that run operators side by side.</summary>
    public static int get_num_interop_threads() => ts_get_num_interop_threads();

    /// <summary>How libtorch was built: compiler, BLAS, instruction sets.</summary>
    public static class __config__
    {
        /// <summary>The build's settings, as text.</summary>
        public static string show() => Describe()["config"];

        /// <summary>The thread pools, as text.</summary>
        public static string parallel_info() => Describe()["parallel"];

        /// <summary>The BLAS that matrix products use.</summary>
        internal static string Blas() => Describe()["blas"];
    }

    /// <summary>NVIDIA GPUs.</summary>
    public static class cuda
    {
        /// <summary>Whether there is one and this libtorch can use it.</summary>
        public static bool is_available() => device_count() > 0;

        /// <summary>How many this libtorch can use.</summary>
        public static unsafe int device_count()
        {
            int count;
            Check(ts_cuda_device_count(&count), "cuda.device_count");
            return count;
        }

        /// <summary>Waits until all work that was sent to a GPU is done.</summary>
        public static void synchronize(Device? device = null) => Check(ts_cuda_synchronize(device?.index ?? -1), "cuda.synchronize");
    }

    /// <summary>Whether there is a CUDA device that this libtorch can use.</summary>
    public static bool cuda_is_available() => cuda.is_available();

    private static unsafe Dictionary<string, string> Describe()
    {
        byte* text;
        Check(ts_describe(&text), "show");
        var description = Marshal.PtrToStringUTF8((nint)text)!;
        string[] keys = ["version", "blas", "parallel", "config"];
        var starts = keys.Select(key => description.IndexOf($"{key}=", StringComparison.Ordinal)).Append(description.Length + 1).ToArray();
        return keys.Index().ToDictionary(
            key => key.Item,
            key => description[(starts[key.Index] + key.Item.Length + 1)..(starts[key.Index + 1] - 1)]);
    }
}
