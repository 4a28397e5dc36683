using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Automatic differentiation.</summary>
    public static partial class autograd
    {
        /// <summary>Adds the gradients of tensors to those of the leaves that they were computed from.</summary>
        /// <param name="tensors">What is differentiated.</param>
        /// <param name="grad_tensors">Their gradients; needed unless each has one element.</param>
        /// <param name="retain_graph">Whether the graph can be gone through again; as <paramref name="create_graph"/> where null.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The leaves whose gradients are wanted; all where null.</param>
        public static unsafe void backward(
            IList<Tensor> tensors, IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false,
            IList<Tensor>? inputs = null)
        {
            using var of = new LeasedTensors(tensors);
            using var gradients = new LeasedTensors(grad_tensors ?? []);
            using var leaves = new LeasedTensors(inputs ?? []);
            CheckCounts(tensors, grad_tensors);
            fixed (nint* handles = of.Handles, gradientHandles = gradients.Handles, leafHandles = leaves.Handles)
            {
                var status = ts_backward(
                    handles, grad_tensors is null ? null : gradientHandles, tensors.Count, leafHandles, inputs?.Count ?? 0,
                    (retain_graph ?? create_graph) ? 1 : 0, create_graph ? 1 : 0);
                Check(status, $"backward({of.Describe()})");
            }
        }

        /// <summary>The gradients of outputs by inputs, which keep their own <see cref="Tensor.grad"/>.</summary>
        /// <param name="outputs">What is differentiated.</param>
        /// <param name="inputs">By what.</param>
        /// <param name="grad_outputs">The gradients of the outputs; needed unless each has one element.</param>
        /// <param name="retain_graph">Whether the graph can be gone through again.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="allow_unused">Whether an input may have no part in the outputs; its gradient is then null.</param>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            using var of = new LeasedTensors(outputs);
            using var by = new LeasedTensors(inputs);
            using var gradients = new LeasedTensors(grad_outputs ?? []);
            CheckCounts(outputs, grad_outputs);
            var results = new NativeValue[inputs.Count];
            fixed (nint* outputHandles = of.Handles, gradientHandles = gradients.Handles, inputHandles = by.Handles)
            fixed (NativeValue* first = results)
            {
                var status = ts_grad_of(
                    outputHandles, grad_outputs is null ? null : gradientHandles, outputs.Count, inputHandles, inputs.Count,
                    retain_graph || create_graph ? 1 : 0, create_graph ? 1 : 0, allow_unused ? 1 : 0, first);
                Check(status, $"grad({of.Describe()}, {by.Describe()})");
            }
            return Array.ConvertAll(results, result => result.Kind == ValueKind.None ? null! : new Tensor(result));
        }

        private static void CheckCounts(IList<Tensor> tensors, IList<Tensor>? gradients)
        {
            if (gradients is not null && gradients.Count != tensors.Count)
                throw new ArgumentException($"{gradients.Count} gradients for {tensors.Count} tensors.");
        }
    }

    /// <summary>Until disposed, operations on this thread are not recorded.</summary>
    public static IDisposable no_grad() => new AutoGradMode(false);

    /// <summary>Until disposed, operations on this thread are recorded.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    /// <summary>Until disposed, operations on this thread are recorded or not.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    /// <summary>Whether operations on this thread are recorded.</summary>
    public static bool is_grad_enabled() => AutoGradMode.IsEnabled;

    /// <summary>Until disposed, operations on this thread are not recorded, and their results never can be.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool is_inference_mode_enabled() => InferenceMode.IsEnabled;
}

/// <summary>Turns the recording of operations on this thread on or off until disposed, on the same thread.</summary>
public sealed class AutoGradMode : IDisposable
{
    private readonly int before = ts_get_grad_mode();

    /// <summary>Turns recording on or off.</summary>
    public AutoGradMode(bool enabled) => ts_set_grad_mode(enabled ? 1 : 0);

    /// <summary>Whether operations on this thread are recorded.</summary>
    public static bool IsEnabled => ts_get_grad_mode() != 0;

    /// <summary>Sets it back to what it was.</summary>
    public void Dispose() => ts_set_grad_mode(before);
}

/// <summary>Inference mode on this thread until disposed, on the same thread.</summary>
public sealed class InferenceMode : IDisposable
{
    private nint guard;

    /// <summary>Enters, or leaves, inference mode.</summary>
    public unsafe InferenceMode(bool mode)
    {
        nint opened;
        Check(ts_begin_inference_mode(mode ? 1 : 0, &opened), "inference_mode");
        guard = opened;
    }

    /// <summary>Whether this thread is in inference mode.</summary>
    public static bool IsEnabled => ts_is_inference_mode() != 0;

    /// <summary>Sets it back to what it was.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref guard, 0) is var opened and not 0)
            ts_end_inference_mode(opened);
    }
}
