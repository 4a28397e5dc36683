using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A tensor that a module learns: as a field of a module it is found by <c>RegisterComponents</c>.</summary>
    public class Parameter : Tensor
    {
        /// <summary>Takes a tensor over; <paramref name="data"/> is disposed, its memory lives on here.</summary>
        /// <param name="data">A leaf.</param>
        /// <param name="requires_grad">Whether it is learned.</param>
        public Parameter(Tensor data, bool requires_grad = true)
            : this(data.with_requires_grad(requires_grad), data.OwningDisposeScope) { }

        /// <summary>A parameter of its own with the same elements.</summary>
        internal Parameter Copy()
        {
            using var _ = no_grad();
            return new(clone(), requires_grad);
        }

        private Parameter(Tensor data, DisposeScope? scope) : base(Taken(data)) => MoveToOtherDisposeScope(scope);

        /// <summary>The native tensor with its size in bytes, of which the garbage collector is told.</summary>
        private static NativeValue Taken(Tensor data)
        {
            var bytes = data.numel() * data.dtype.ElementSize();
            return new() { Payload = data.MoveHandle(), Length = bytes, Kind = ValueKind.Tensor };
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.Parameter(Tensor, bool)"/>
            public static Modules.Parameter Parameter(Tensor data, bool requires_grad = true) => new(data, requires_grad);
        }
    }
}
