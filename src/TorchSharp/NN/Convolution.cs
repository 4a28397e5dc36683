using static TorchSharp.torch;

namespace TorchSharp
{
    /// <summary>What lies beyond the edges.</summary>
    public enum PaddingModes
    {
        /// <summary>Zeros.</summary>
        Zeros = 0,
        /// <summary>The inside mirrored, the edge not repeated.</summary>
        Reflect = 1,
        /// <summary>The edge repeated.</summary>
        Replicate = 2,
        /// <summary>The other end.</summary>
        Circular = 3,
        /// <summary>One number.</summary>
        Constant = 4,
    }

    /// <summary>How much is put around the input of a convolution.</summary>
    public enum Padding
    {
        /// <summary>Nothing.</summary>
        Valid = 0,
        /// <summary>As much as keeps the size.</summary>
        Same = 1,
    }
}

namespace TorchSharp.Modules
{
    /// <summary>What convolutions have in common: kernels and biases, and how they are laid over the input.</summary>
    public abstract class Convolution : nn.Module<Tensor, Tensor>
    {
        private protected Convolution(
            string name, long in_channels, long out_channels, long[] kernel_size, long[] stride, long[]? padding, Padding? padding_type,
            long[] dilation, bool transposed, long[] output_padding, long groups, bool bias, PaddingModes padding_mode,
            Device? device, ScalarType? dtype) : base(name)
        {
            if (transposed && padding_mode != PaddingModes.Zeros)
                throw new ArgumentException($"{name} can only pad with zeros, not {padding_mode}.", nameof(padding_mode));
            if (in_channels % groups != 0 || out_channels % groups != 0)
                throw new ArgumentException($"{name} cannot split {in_channels} input and {out_channels} output channels into {groups} groups.");
            if (padding_type == Padding.Same && stride.Any(step => step != 1))
                throw new ArgumentException($"{name} cannot keep the size with stride [{string.Join(", ", stride)}].", nameof(stride));
            this.in_channels = in_channels;
            this.out_channels = out_channels;
            this.kernel_size = kernel_size;
            this.stride = stride;
            this.padding = padding;
            this.padding_type = padding_type;
            this.dilation = dilation;
            this.transposed = transposed;
            this.output_padding = output_padding;
            this.groups = groups;
            this.padding_mode = padding_mode;
            long[] channels = transposed ? [in_channels, out_channels / groups] : [out_channels, in_channels / groups];
            weight = new Parameter(empty([.. channels, .. kernel_size], dtype, device));
            this.bias = bias ? new Parameter(empty(out_channels, dtype, device)) : null;
            nn.init.LikeConvolution(weight, this.bias);
        }

        /// <summary>The kernels, [out, in / groups, height, width], or [in, out / groups, height, width] where transposed.</summary>
        public Parameter weight
        {
            get => get_parameter(nameof(weight))!;
            set => ConditionallyRegisterParameter(nameof(weight), value);
        }

        /// <summary>The biases, [out].</summary>
        public Parameter? bias
        {
            get => get_parameter(nameof(bias));
            set => ConditionallyRegisterParameter(nameof(bias), value);
        }

        /// <summary>Channels of the input.</summary>
        public long in_channels { get; }

        /// <summary>Channels of the output.</summary>
        public long out_channels { get; }

        /// <summary>Whether input and output change places.</summary>
        public bool transposed { get; }

        /// <summary>Height and width of a kernel.</summary>
        public long[] kernel_size { get; set; }

        /// <summary>The steps between the places of a kernel.</summary>
        public long[] stride { get; set; }

        /// <summary>What is put on both sides of each dimension; null where <see cref="padding_type"/> says it.</summary>
        public long[]? padding { get; }

        /// <summary>How much is put around the input; null where <see cref="padding"/> says it.</summary>
        public Padding? padding_type { get; }

        /// <summary>What is put around the input.</summary>
        public PaddingModes padding_mode { get; set; }

        /// <summary>The steps between the elements of a kernel.</summary>
        public long[] dilation { get; set; }

        /// <summary>What is added to the size of the output on one side.</summary>
        public long[] output_padding { get; set; }

        /// <summary>Into how many parts, which do not see each other, the channels are split.</summary>
        public long groups { get; set; }

        /// <summary>What is put around the input as <see cref="nn.functional.pad(Tensor, long[], PaddingModes, double)"/> takes it.</summary>
        private protected long[] Edges()
        {
            var edges = new List<long>();
            for (var i = kernel_size.Length - 1; i >= 0; i--)
            {
                var total = padding is null
                    ? padding_type == Padding.Same ? dilation[i] * (kernel_size[i] - 1) : 0
                    : 2 * padding[i];
                edges.AddRange([total / 2, total - total / 2]);
            }
            return [.. edges];
        }
    }
}
