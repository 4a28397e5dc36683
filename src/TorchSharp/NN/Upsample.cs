using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Makes images larger by interpolation.</summary>
    public sealed class Upsample : ParameterLessModule<Tensor, Tensor>
    {
        private readonly long[]? sizes;
        private readonly double[]? factors;

        internal Upsample(long[]? size, double[]? scale_factor, UpsampleMode mode, bool? align_corners, bool? recompute_scale_factor)
            : base(nameof(Upsample))
        {
            sizes = size;
            factors = scale_factor;
            this.mode = mode;
            this.align_corners = align_corners;
            this.recompute_scale_factor = recompute_scale_factor;
        }

        /// <summary>How values between elements are found.</summary>
        public UpsampleMode mode { get; private set; }

        /// <summary>Whether the centres of the corner elements stay the corners.</summary>
        public bool? align_corners { get; private set; }

        /// <summary>Whether the factor is computed anew from the rounded size.</summary>
        public bool? recompute_scale_factor { get; set; }

        /// <summary>Height and width of the output; empty where the factors say it.</summary>
        public ReadOnlySpan<long> size => sizes;

        /// <summary>How many times as large each dimension becomes; empty where the size says it.</summary>
        public ReadOnlySpan<double> scale_factor => factors;

        /// <summary>[B, C, H, W] to [B, C, H', W'], or with one or three dimensions of space.</summary>
        public override Tensor forward(Tensor input) => nn.functional.interpolate(
            input, sizes, factors, (InterpolationMode)mode, align_corners, recompute_scale_factor ?? false);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        /// <summary>How <see cref="nn.Upsample"/> finds values between elements.</summary>
        public enum UpsampleMode
        {
            /// <summary>The nearest element.</summary>
            Nearest = 0,
            /// <summary>A straight line; one dimension.</summary>
            Linear = 1,
            /// <summary>Straight lines in two dimensions.</summary>
            Bilinear = 2,
            /// <summary>Cubic curves in two dimensions.</summary>
            Bicubic = 3,
            /// <summary>Straight lines in three dimensions.</summary>
            Trilinear = 4,
        }

        /// <summary>How <see cref="nn.functional.interpolate"/> finds values between elements.</summary>
        public enum InterpolationMode
        {
            /// <summary>The nearest element.</summary>
            Nearest = 0,
            /// <summary>A straight line; one dimension.</summary>
            Linear = 1,
            /// <summary>Straight lines in two dimensions.</summary>
            Bilinear = 2,
            /// <summary>Cubic curves in two dimensions.</summary>
            Bicubic = 3,
            /// <summary>Straight lines in three dimensions.</summary>
            Trilinear = 4,
            /// <summary>The mean of what an element of the output covers; two dimensions.</summary>
            Area = 5,
        }

        public static partial class nn
        {
            /// <summary>Makes images larger by interpolation, to a size or by factors, one for each dimension of space.</summary>
            public static Modules.Upsample Upsample(
                long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest, bool? align_corners = null,
                bool? recompute_scale_factor = null) => new(size, scale_factor, mode, align_corners, recompute_scale_factor);
        }
    }
}
