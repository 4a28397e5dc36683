using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Puts something around a tensor.</summary>
            /// <param name="input">The tensor.</param>
            /// <param name="pad">How much: before and after the last dimension, before and after the one before it, and so on.</param>
            /// <param name="mode">What.</param>
            /// <param name="value">The number where that is <see cref="PaddingModes.Constant"/>.</param>
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => mode switch
            {
                PaddingModes.Constant => Aten.constant_pad_nd.Call(input, pad, value),
                PaddingModes.Zeros => Aten.constant_pad_nd.Call(input, pad),
                _ => Aten.pad.Call(input, pad, mode.ToString().ToLowerInvariant()),
            };

            /// <summary>Puts something before and after the last dimension.</summary>
            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2], mode, value);

            /// <summary>Puts something left, right, above and below.</summary>
            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                functional.pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            /// <summary>Makes images larger or smaller, [B, C, H, W] to [B, C, H', W'], or with one or three dimensions of space.</summary>
            /// <param name="x">The images.</param>
            /// <param name="size">The size of the output; or</param>
            /// <param name="scale_factor">how many times as large each dimension becomes.</param>
            /// <param name="mode">How values between elements are found.</param>
            /// <param name="align_corners">Whether the centres of the corner elements stay the corners.</param>
            /// <param name="recompute_scale_factor">Whether the factor is computed anew from the rounded size.</param>
            /// <exception cref="ArgumentException">
            /// Unless either a size or factors are given, one for each dimension of space, for a mode that has so many.
            /// </exception>
            public static Tensor interpolate(
                Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null, bool recompute_scale_factor = false)
            {
                var shape = x.shape;
                var space = shape.Length - 2;
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate needs either a size or scale factors.");
                var given = size?.Length ?? scale_factor!.Length;
                if (given != space)
                    throw new ArgumentException($"interpolate of {x.dtype}[{string.Join(", ", shape)}] needs {space} sizes or factors, not {given}.");
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    size = [.. scale_factor.Select((factor, i) => (long)Math.Floor(shape[i + 2] * factor))];
                    scale_factor = null;
                }
                var corners = align_corners ?? false;
                return (mode, space) switch
                {
                    (InterpolationMode.Nearest, 1) => Aten.upsample_nearest1d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.Nearest, 2) => Aten.upsample_nearest2d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.Nearest, 3) => Aten.upsample_nearest3d_vec.Call(x, size, scale_factor),
                    (InterpolationMode.Linear, 1) => Aten.upsample_linear1d_vec.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bilinear, 2) => Aten.upsample_bilinear2d_vec.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Bicubic, 2) => Aten.upsample_bicubic2d_vec.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Trilinear, 3) => Aten.upsample_trilinear3d_vec.Call(x, size, corners, scale_factor),
                    (InterpolationMode.Area, 2) => Aten.adaptive_avg_pool2d.Call(x, size!),
                    _ => throw new ArgumentException($"{mode} interpolation cannot be done in {space} dimensions."),
                };
            }

            /// <summary>Channels become pixels: [B, C·r², H, W] to [B, C, H·r, W·r]; the r² channels of one are the rows and columns of a square, row by row.</summary>
            public static Tensor pixel_shuffle(Tensor x, long upscale_factor) => Aten.pixel_shuffle.Call(x, upscale_factor);

            /// <inheritdoc cref="interpolate"/>
            public static Tensor upsample(
                Tensor input, long[]? size = null, double[]? scale_factor = null, UpsampleMode mode = UpsampleMode.Nearest,
                bool align_corners = false) => interpolate(input, size, scale_factor, (InterpolationMode)mode, align_corners);
        }
    }
}
