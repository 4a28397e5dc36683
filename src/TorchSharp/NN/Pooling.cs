using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>The largest element of each window.</summary>
    public sealed class MaxPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal MaxPool2d(long[] kernel_size, long[]? stride, long[]? padding, long[]? dilation, bool ceil_mode) : base(nameof(MaxPool2d)) =>
            (this.kernel_size, this.stride, this.padding, this.dilation, this.ceil_mode) = (kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>Height and width of a window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps between windows; as large as they where null.</summary>
        public long[]? stride { get; set; }

        /// <summary>What lies around the input, as -∞.</summary>
        public long[]? padding { get; set; }

        /// <summary>The steps between the elements of a window.</summary>
        public long[]? dilation { get; set; }

        /// <summary>Whether a window may hang over the edge.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>[..., C, H, W] to [..., C, H', W'].</summary>
        public override Tensor forward(Tensor input) => nn.functional.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode);

        /// <summary>Also where each largest element is, counted row by row in its channel.</summary>
        public (Tensor Values, Tensor Indices) forward_with_indices(Tensor input) =>
            nn.functional.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode);
    }

    /// <summary>The mean of each window.</summary>
    public sealed class AvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AvgPool2d(
            long[] kernel_size, long[]? stride, long[]? padding, bool ceil_mode, bool count_include_pad, long? divisor_override)
            : base(nameof(AvgPool2d))
        {
            (this.kernel_size, this.stride, this.padding) = (kernel_size, stride, padding);
            (this.ceil_mode, this.count_include_pad, this.divisor_override) = (ceil_mode, count_include_pad, divisor_override);
        }

        /// <summary>Height and width of a window.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps between windows; as large as they where null.</summary>
        public long[]? stride { get; set; }

        /// <summary>What lies around the input, as zeros.</summary>
        public long[]? padding { get; set; }

        /// <summary>Whether a window may hang over the edge.</summary>
        public bool ceil_mode { get; set; }

        /// <summary>Whether the zeros around count.</summary>
        public bool count_include_pad { get; set; }

        /// <summary>What sums are divided by, instead of the size of the window.</summary>
        public long? divisor_override { get; set; }

        /// <summary>[..., C, H, W] to [..., C, H', W'].</summary>
        public override Tensor forward(Tensor input) =>
            nn.functional.avg_pool2d(input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);
    }

    /// <summary>The means of as many windows as the output has elements.</summary>
    public sealed class AdaptiveAvgPool2d : ParameterLessModule<Tensor, Tensor>
    {
        internal AdaptiveAvgPool2d(long[] output_size) : base(nameof(AdaptiveAvgPool2d)) => this.output_size = output_size;

        /// <summary>Height and width of the output.</summary>
        public long[] output_size { get; set; }

        /// <summary>[..., C, H, W] to [..., C, output size].</summary>
        public override Tensor forward(Tensor input) => nn.functional.adaptive_avg_pool2d(input, output_size);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>The largest element of each window; a number stands for both dimensions.</summary>
            public static Modules.MaxPool2d MaxPool2d(
                long kernel_size, long? stride = null, long? padding = null, long? dilation = null, bool ceil_mode = false) =>
                new(Both(kernel_size), Both(stride), Both(padding), Both(dilation), ceil_mode);

            /// <summary>The largest element of each window; each pair is (height, width).</summary>
            public static Modules.MaxPool2d MaxPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, (long, long)? dilation = null,
                bool ceil_mode = false) => new(Both(kernel_size), Both(stride), Both(padding), Both(dilation), ceil_mode);

            /// <summary>The largest element of each window.</summary>
            public static Modules.MaxPool2d MaxPool2d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, long[]? dilation = null, bool ceil_mode = false) =>
                new(kernel_size, stride, padding, dilation, ceil_mode);

            /// <summary>The mean of each window; a number stands for both dimensions.</summary>
            public static Modules.AvgPool2d AvgPool2d(
                long kernel_size, long? stride = null, long? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) =>
                new(Both(kernel_size), Both(stride), Both(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window; each pair is (height, width).</summary>
            public static Modules.AvgPool2d AvgPool2d(
                (long, long) kernel_size, (long, long)? stride = null, (long, long)? padding = null, bool ceil_mode = false,
                bool count_include_pad = true, long? divisor_override = null) =>
                new(Both(kernel_size), Both(stride), Both(padding), ceil_mode, count_include_pad, divisor_override);

            /// <summary>The mean of each window.</summary>
            public static Modules.AvgPool2d AvgPool2d(
                long[] kernel_size, long[]? stride = null, long[]? padding = null, bool ceil_mode = false, bool count_include_pad = true,
                long? divisor_override = null) => new(kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override);

            /// <summary>The means of as many windows as the output has elements; a number stands for both dimensions.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long output_size) => new(Both(output_size));

            /// <summary>The means of as many windows as the output has elements, (height, width).</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d((long, long) output_size) => new(Both(output_size));

            /// <summary>The means of as many windows as the output has elements.</summary>
            public static Modules.AdaptiveAvgPool2d AdaptiveAvgPool2d(long[] output_size) => new(output_size);

            private static long[] Both(long size) => [size, size];

            private static long[] Both((long Height, long Width) size) => [size.Height, size.Width];

            private static long[]? Both(long? size) => size is { } one ? Both(one) : null;

            private static long[]? Both((long, long)? size) => size is { } pair ? Both(pair) : null;
        }
    }
}
