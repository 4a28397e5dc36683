using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Whether operations on it are recorded. Can be set on leaves only.</summary>
        public bool requires_grad
        {
            get => Info().RequiresGrad != 0;
            set => Aten.requires_grad_.Mutate(this, value);
        }

        /// <summary>Sets <see cref="requires_grad"/>.</summary>
        /// <returns>This tensor.</returns>
        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        /// <summary>Sets <see cref="requires_grad"/> where it is not so already.</summary>
        /// <returns>This tensor.</returns>
        public Tensor with_requires_grad(bool requires_grad = true)
        {
            if (this.requires_grad != requires_grad)
                this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Whether no recorded operation made it. Only leaves keep their gradient, unless asked by <see cref="retain_grad"/>.</summary>
        public bool is_leaf => Info().IsLeaf != 0;

        /// <summary>Keeps the gradient of a tensor that is not a leaf.</summary>
        public void retain_grad() => Aten.retain_grad.Mutate(this);

        /// <summary>
        /// The gradient that <see cref="backward"/> added up, null before. Each reading is a new reference to the same
        /// native tensor.
        /// </summary>
        public unsafe Tensor? grad
        {
            get
            {
                NativeValue result;
                var status = ts_get_grad(Lease(), &result);
                EndLease();
                Check(status, "grad");
                return result.Kind == ValueKind.None ? null : new Tensor(result);
            }
            set
            {
                Lease();
                try
                {
                    Check(ts_set_grad(handle, value?.Lease() ?? 0), "grad");
                }
                finally
                {
                    EndLease();
                    value?.EndLease();
                }
            }
        }

        /// <summary>Adds the gradients of this tensor to those of the leaves that it was computed from.</summary>
        /// <param name="grad_tensors">The gradient of this tensor; needed unless it has one element.</param>
        /// <param name="retain_graph">Whether the graph can be gone through again; as <paramref name="create_graph"/> where null.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves.</param>
        /// <param name="inputs">The leaves whose gradients are wanted; all where null.</param>
        public void backward(
            IList<Tensor>? grad_tensors = null, bool? retain_graph = null, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.backward([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>The same elements without their history; shares the memory.</summary>
        public Tensor detach() => Aten.detach.Call(this);

        /// <summary>Takes this tensor's history away.</summary>
        public Tensor detach_() => Aten.detach_.Mutate(this);
    }
}
