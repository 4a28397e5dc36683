using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Makes neighbouring dimensions one.</summary>
    public sealed class Flatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);

        /// <summary>The first of them.</summary>
        public long start_dim { get; set; }

        /// <summary>The last of them.</summary>
        public long end_dim { get; set; }

        /// <inheritdoc cref="Tensor.flatten"/>
        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }

    /// <summary>Splits a dimension into several.</summary>
    public sealed class Unflatten : ParameterLessModule<Tensor, Tensor>
    {
        internal Unflatten(long dim, long[] unflattened_size) : base(nameof(Unflatten)) =>
            (this.dim, this.unflattened_size) = (dim, unflattened_size);

        /// <summary>The dimension.</summary>
        public long dim { get; set; }

        /// <summary>The sizes that it is split into; one may be -1.</summary>
        public long[] unflattened_size { get; set; }

        /// <inheritdoc cref="Tensor.unflatten"/>
        public override Tensor forward(Tensor tensor) => tensor.unflatten(dim, unflattened_size);
    }

    /// <summary>What comes in goes out.</summary>
    public sealed class Identity : ParameterLessModule<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        /// <summary>A second reference to the input.</summary>
        public override Tensor forward(Tensor tensor) => tensor.alias();
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Makes the dimensions from <paramref name="start_dim"/> to <paramref name="end_dim"/> one.</summary>
            public static Modules.Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);

            /// <summary>Splits a dimension into several; one size may be -1.</summary>
            public static Modules.Unflatten Unflatten(long dim, long[] unflattened_size) => new(dim, unflattened_size);

            /// <summary>What comes in goes out.</summary>
            public static Modules.Identity Identity() => new();
        }
    }
}
