using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Gives each channel mean 0 and variance 1 over the batch, then a learned scale and shift (Ioffe and Szegedy 2015).</summary>
    public abstract class BatchNorm : nn.Module<Tensor, Tensor>
    {
        private readonly int[] dimensions;

        private protected BatchNorm(
            string name, int[] dimensions, long num_features, double eps, double momentum, bool affine, bool track_running_stats,
            Device? device, ScalarType? dtype) : base(name)
        {
            this.dimensions = dimensions;
            this.num_features = num_features;
            this.eps = eps;
            this.momentum = momentum;
            this.affine = affine;
            this.track_running_stats = track_running_stats;
            if (affine)
            {
                weight = new Parameter(ones(num_features, dtype, device));
                bias = new Parameter(zeros(num_features, dtype, device));
            }
            if (track_running_stats)
            {
                running_mean = zeros(num_features, dtype, device);
                running_var = ones(num_features, dtype, device);
                num_batches_tracked = zeros([], ScalarType.Int64, device);
            }
        }

        /// <summary>The number of channels.</summary>
        public long num_features { get; }

        /// <summary>What is added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>The part of a new batch in the running mean and variance.</summary>
        public double momentum { get; set; }

        /// <summary>Whether scale and shift are learned.</summary>
        public bool affine { get; }

        /// <summary>Whether mean and variance are kept for evaluation.</summary>
        public bool track_running_stats { get; }

        /// <summary>The scale, [C]; at first 1.</summary>
        public Parameter? weight
        {
            get => get_parameter(nameof(weight));
            set => ConditionallyRegisterParameter(nameof(weight), value);
        }

        /// <summary>The shift, [C]; at first 0.</summary>
        public Parameter? bias
        {
            get => get_parameter(nameof(bias));
            set => ConditionallyRegisterParameter(nameof(bias), value);
        }

        /// <summary>The mean that evaluation takes, [C]; at first 0.</summary>
        public Tensor? running_mean
        {
            get => get_buffer(nameof(running_mean));
            set => ConditionallyRegisterBuffer(nameof(running_mean), value);
        }

        /// <summary>The variance that evaluation takes, [C]; at first 1.</summary>
        public Tensor? running_var
        {
            get => get_buffer(nameof(running_var));
            set => ConditionallyRegisterBuffer(nameof(running_var), value);
        }

        /// <summary>The number of batches seen in training, Int64.</summary>
        public Tensor? num_batches_tracked
        {
            get => get_buffer(nameof(num_batches_tracked));
            set => ConditionallyRegisterBuffer(nameof(num_batches_tracked), value);
        }

        /// <summary>[B, C, ...] to the same shape.</summary>
        /// <exception cref="ArgumentException">For another number of dimensions.</exception>
        public override Tensor forward(Tensor input)
        {
            if (!dimensions.Contains((int)input.ndim))
            {
                throw new ArgumentException(
                    $"{GetName()} expects {string.Join(" or ", dimensions)} dimensions, not {input.dtype}[{string.Join(", ", input.shape)}].");
            }
            if (training)
                num_batches_tracked?.add_(1);
            var ofBatch = training || !track_running_stats;
            return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, ofBatch, momentum, eps);
        }
    }

    /// <summary>Batch normalization of [B, C] or [B, C, T].</summary>
    public sealed class BatchNorm1d : BatchNorm
    {
        internal BatchNorm1d(
            long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm1d), [2, 3], num_features, eps, momentum, affine, track_running_stats, device, dtype) { }
    }

    /// <summary>Batch normalization of [B, C, H, W].</summary>
    public sealed class BatchNorm2d : BatchNorm
    {
        internal BatchNorm2d(
            long num_features, double eps, double momentum, bool affine, bool track_running_stats, Device? device, ScalarType? dtype)
            : base(nameof(BatchNorm2d), [4], num_features, eps, momentum, affine, track_running_stats, device, dtype) { }
    }

    /// <summary>Gives each example mean 0 and variance 1 over its last dimensions, then a learned scale and shift (Ba et al. 2016).</summary>
    public sealed class LayerNorm : nn.Module<Tensor, Tensor>
    {
        internal LayerNorm(long[] normalized_shape, double eps, bool elementwise_affine, bool bias, Device? device, ScalarType? dtype)
            : base(nameof(LayerNorm))
        {
            this.normalized_shape = normalized_shape;
            this.eps = eps;
            this.elementwise_affine = elementwise_affine;
            weight = elementwise_affine ? new Parameter(ones(normalized_shape, dtype, device)) : null;
            this.bias = elementwise_affine && bias ? new Parameter(zeros(normalized_shape, dtype, device)) : null;
        }

        /// <summary>A layer of its own with the same parameters.</summary>
        internal LayerNorm Copy() =>
            new(normalized_shape, eps, elementwise_affine: false, bias: false, null, null) { weight = weight?.Copy(), bias = bias?.Copy() };

        /// <summary>The sizes of the last dimensions.</summary>
        public long[] normalized_shape { get; set; }

        /// <summary>What is added to the variance.</summary>
        public double eps { get; set; }

        /// <summary>Whether scale and shift are learned.</summary>
        public bool elementwise_affine { get; }

        /// <summary>The scale; at first 1.</summary>
        public Parameter? weight
        {
            get => get_parameter(nameof(weight));
            set => ConditionallyRegisterParameter(nameof(weight), value);
        }

        /// <summary>The shift; at first 0.</summary>
        public Parameter? bias
        {
            get => get_parameter(nameof(bias));
            set => ConditionallyRegisterParameter(nameof(bias), value);
        }

        /// <summary>[..., normalized shape] to the same shape.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.layer_norm(tensor, normalized_shape, weight, bias, eps);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>Batch normalization of [B, C] or [B, C, T].</summary>
            public static Modules.BatchNorm1d BatchNorm1d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Batch normalization of [B, C, H, W].</summary>
            public static Modules.BatchNorm2d BatchNorm2d(
                long num_features, double eps = 1e-05, double momentum = 0.1, bool affine = true, bool track_running_stats = true,
                Device? device = null, ScalarType? dtype = null) =>
                new(num_features, eps, momentum, affine, track_running_stats, device, dtype);

            /// <summary>Layer normalization over the last dimensions.</summary>
            public static Modules.LayerNorm LayerNorm(
                long[] normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null,
                ScalarType? dtype = null) => new(normalized_shape, eps, elementwise_affine, bias, device, dtype);

            /// <summary>Layer normalization over the last dimension.</summary>
            public static Modules.LayerNorm LayerNorm(
                long normalized_shape, double eps = 1e-05, bool elementwise_affine = true, bool bias = true, Device? device = null,
                ScalarType? dtype = null) => new([normalized_shape], eps, elementwise_affine, bias, device, dtype);
        }
    }
}
