using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Correlates images with kernels: [B, in, H, W] and [out, in / groups, h, w] give [B, out, H', W'].</summary>
            public static Tensor conv2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null, long[]? dilation = null,
                long groups = 1) => Aten.conv2d.Call(input, weight, bias, strides ?? [1], padding ?? [0], dilation ?? [1], groups);

            /// <summary>Correlates images with kernels, padded by name.</summary>
            public static Tensor conv2d_padding(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, Padding padding = Padding.Valid,
                long[]? dilation = null, long groups = 1) =>
                Aten.conv2d_padding.Call(
                    input, weight, bias, strides ?? [1], padding == Padding.Same ? "same" : "valid", dilation ?? [1], groups);

            /// <summary>Spreads each element by a kernel: [B, in, H, W] and [in, out / groups, h, w] give [B, out, H', W'].</summary>
            public static Tensor conv_transpose2d(
                Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? output_padding = null, long[]? dilation = null, long groups = 1)
            {
                strides ??= [1, 1];
                padding ??= [0, 0];
                output_padding ??= [0, 0];
                dilation ??= [1, 1];
                return AsCorrelation(input, weight, bias, strides, padding, output_padding, dilation, groups)
                    ?? Aten.conv_transpose2d.Call(input, weight, bias, strides, padding, output_padding, groups, dilation);
            }

            /// <summary>
            /// With stride 1 it is the correlation with the kernels turned by 180° and channels swapped, for which libtorch has
            /// a fast path on the CPU; null where it is not.
            /// </summary>
            private static Tensor? AsCorrelation(
                Tensor input, Tensor weight, Tensor? bias, long[] strides, long[] padding, long[] output_padding, long[] dilation, long groups)
            {
                var simple = groups == 1 && strides.All(step => step == 1) && output_padding.All(more => more == 0);
                if (!simple || input.device_type != DeviceType.CPU || weight.ndim != 4 || padding.Length != 2 || dilation.Length != 2)
                    return null;
                var kernel = weight.shape[2..];
                long[] edges = [dilation[0] * (kernel[0] - 1) - padding[0], dilation[1] * (kernel[1] - 1) - padding[1]];
                if (edges.Any(edge => edge < 0))
                    return null;
                using var swapped = weight.transpose(0, 1);
                using var turned = swapped.flip(2, 3);
                return Aten.conv2d.Call(input, turned, bias, strides, edges, dilation);
            }
        }
    }
}
