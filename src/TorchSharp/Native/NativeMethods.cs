using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace TorchSharp.Native;

/// <summary>The C ABI of src/native/torch_shim.h, which documents each function.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Shim = "torch_shim";

    static NativeMethods() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, LoadShim);

    private static nint LoadShim(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Shim)
            return 0;
        var folder = Path.GetDirectoryName(assembly.Location) is { Length: > 0 } beside ? beside : AppContext.BaseDirectory;
        var path = Path.Combine(folder, "libtorch_shim.so");
        if (!File.Exists(path))
        {
            throw new DllNotFoundException(
                $"{path} is missing. Build it with 'dotnet build src/TorchSharp'; that needs 'apt-get install libtorch-dev cmake make g++'.");
        }
        try
        {
            // OpenMP reads it when it is loaded. Threads that spin while they wait for each other take the core that they wait for
            // from whoever has it: with two jobs on two cores a training step took six times as long.
            _ = setenv("OMP_WAIT_POLICY", "passive", overwrite: 0);
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"libtorch could not be loaded. Install it with 'apt-get install libtorch-dev', or name the folder of another "
                + $"one in LIBTORCH and build again. The loader said: {e.Message}", e);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)] private static partial int setenv(string name, string value, int overwrite);

    /// <summary>The text of this thread's last failure: libtorch's own words, first line, no C++ backtrace.</summary>
    internal static string LastError()
    {
        var text = Marshal.PtrToStringUTF8((nint)ts_last_error()) ?? "";
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Turns a status into an exception that names what was being done.</summary>
    /// <exception cref="ExternalException">When <paramref name="status"/> is not 0.</exception>
    internal static void Check(int status, string what)
    {
        if (status != 0)
            throw new ExternalException($"{what}: {LastError()}");
    }

    [LibraryImport(Shim)] private static partial byte* ts_last_error();

    [LibraryImport(Shim, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ts_find_operator(string name, string overload, nint* found);
    [LibraryImport(Shim)]
    internal static partial int ts_call(nint op, NativeValue* arguments, int argumentCount, NativeValue* results, int capacity, int* count);
    [LibraryImport(Shim)] internal static partial void ts_take_results(NativeValue* results);

    [LibraryImport(Shim)] internal static partial void ts_free(nint tensor);
    [LibraryImport(Shim)] internal static partial nint ts_clone_handle(nint tensor);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial long ts_live_tensors();
    [LibraryImport(Shim), SuppressGCTransition]
    internal static partial int ts_get_info(nint tensor, NativeInfo* info, long* sizes, long* strides, int capacity);
    [LibraryImport(Shim)]
    internal static partial int ts_from_data(void* data, long bytes, long* sizes, int ndim, int dtype, NativeValue* result);

    [LibraryImport(Shim)]
    internal static partial int ts_backward(
        nint* tensors, nint* gradients, int count, nint* inputs, int inputCount, int retainGraph, int createGraph);
    [LibraryImport(Shim)]
    internal static partial int ts_grad_of(
        nint* outputs, nint* gradients, int outputCount, nint* inputs, int inputCount, int retainGraph, int createGraph,
        int allowUnused, NativeValue* results);
    [LibraryImport(Shim)] internal static partial int ts_get_grad(nint tensor, NativeValue* result);
    [LibraryImport(Shim)] internal static partial int ts_set_grad(nint tensor, nint gradient);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int ts_get_grad_mode();
    [LibraryImport(Shim), SuppressGCTransition] internal static partial void ts_set_grad_mode(int enabled);
    [LibraryImport(Shim)] internal static partial int ts_begin_inference_mode(int enabled, nint* mode);
    [LibraryImport(Shim)] internal static partial void ts_end_inference_mode(nint mode);
    [LibraryImport(Shim), SuppressGCTransition] internal static partial int ts_is_inference_mode();

    [LibraryImport(Shim)] internal static partial int ts_adam_step(nint* tensors, int tensorCount, NativeAdamStep* numbers);

    [LibraryImport(Shim)] internal static partial int ts_manual_seed(ulong seed);
    [LibraryImport(Shim)] internal static partial int ts_default_generator(int deviceType, int deviceIndex, nint* generator);
    [LibraryImport(Shim)] internal static partial int ts_new_generator(ulong seed, nint* generator);
    [LibraryImport(Shim)] internal static partial void ts_free_generator(nint generator);
    [LibraryImport(Shim)] internal static partial int ts_seed_generator(nint generator, ulong seed);
    [LibraryImport(Shim)] internal static partial int ts_get_generator_seed(nint generator, ulong* seed);
    [LibraryImport(Shim)] internal static partial int ts_get_generator_state(nint generator, NativeValue* result);
    [LibraryImport(Shim)] internal static partial int ts_set_generator_state(nint generator, nint state);

    [LibraryImport(Shim)] internal static partial int ts_set_num_threads(int count);
    [LibraryImport(Shim)] internal static partial int ts_get_num_threads();
    [LibraryImport(Shim)] internal static partial int ts_set_num_interop_threads(int count);
    [LibraryImport(Shim)] internal static partial int ts_get_num_interop_threads();
    [LibraryImport(Shim)] internal static partial int ts_describe(byte** text);
    [LibraryImport(Shim)] internal static partial int ts_cuda_device_count(int* count);
    [LibraryImport(Shim)] internal static partial int ts_cuda_synchronize(int deviceIndex);

    [LibraryImport(Shim)] internal static partial int ts_begin_profile();
    [LibraryImport(Shim)] internal static partial byte* ts_end_profile();
}
