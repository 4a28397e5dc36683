using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// A 3×3 convolution of images of one channel, 2×2 max-pooling and ReLU in one pass: the convolution's output is never written.
/// </summary>
/// <remarks>
/// That output is the largest tensor of the report's autoencoders (38 MB for 32 frames), and takes 9 multiplications a number:
/// writing and reading it and its gradient costs more. Images have no gradient here; a caller who asks for one gets the plain
/// layers.
/// </remarks>
internal static class GreyImagePooledConvolution
{
    private const int Taps = 9;

    /// <summary>Whether it computes what the layer, pooling and ReLU compute.</summary>
    internal static bool Takes(Tensor images, Conv2d layer) =>
        images.shape is [_, 1, >= 2, >= 2] && Lanes.Take(images) && images.dtype == ScalarType.Float32
        && !(images.requires_grad && is_grad_enabled())
        && layer is { bias: not null, groups: 1, kernel_size: [3, 3], stride: [1, 1], padding: [1, 1], dilation: [1, 1] }
        && layer.out_channels % Vector<float>.Count == 0;

    /// <summary>[B, 1, H, W] to [B, out, H/2, W/2], rounded down, none below 0.</summary>
    internal static Tensor Forward(Tensor images, Conv2d layer)
    {
        using var scope = NewDisposeScope();
        return ChannelsLast.AsImages(Function.apply(images, layer.weight, layer.bias!)).MoveToOuterDisposeScope();
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(GreyImagePooledConvolution);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (images, weight, bias) = (((Tensor)vars[0]).contiguous(), (Tensor)vars[1], (Tensor)vars[2]);
            using var taps = weight.view(-1, Taps).t().contiguous();
            var output = empty([images.shape[0], images.shape[2] / 2, images.shape[3] / 2, weight.shape[0]], device: CPU);
            var winners = empty_like(output);
            Convolve(images, [taps, bias], output, winners);
            ctx.save_for_backward([images, winners]);
            return output;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var scope = NewDisposeScope();
            var (images, winners) = (ctx.get_saved_variables()[0], ctx.get_saved_variables()[1]);
            // One sum an image, then the sum of them: the same whatever the number of threads.
            var sums = empty([images.shape[0], Taps + 1, winners.shape[3]], device: CPU);
            Correlate(images, grad_output.contiguous(), winners, sums);
            var sum = sums.sum(0L);
            return [null!, sum.narrow(0, 0, Taps).t().reshape(-1, 1, 3, 3).MoveToOuterDisposeScope(),
                sum[Taps].MoveToOuterDisposeScope()];
        }
    }

    private static unsafe void Convolve(Tensor images, Tensor[] parameters, Tensor output, Tensor winners)
    {
        int height = (int)images.shape[2], width = (int)images.shape[3];
        long rows = height / 2, columns = width / 2, channels = output.shape[3];
        float* from = Lanes.Start<float>(images), taps = Lanes.Start<float>(parameters[0]),
            bias = Lanes.Start<float>(parameters[1]);
        float* to = Lanes.Start<float>(output), winner = Lanes.Start<float>(winners);
        Lanes.ForEach(images.shape[0], image =>
        {
            float[] padded = Padded(from + image * height * width, height, width);
            fixed (float* start = padded)
            {
                for (long c = 0; c < channels; c += Vector<float>.Count)
                {
                    var kernel = new Kernel(taps + c, channels);
                    var offset = Vector.Load(bias + c);
                    for (long pixel = 0; pixel < rows * columns; pixel++)
                    {
                        float* above = start + pixel / columns * 2 * (width + 2) + pixel % columns * 2, below = above + width + 2;
                        var window = new Window(
                            kernel.At(above, width + 2, offset), kernel.At(above + 1, width + 2, offset),
                            kernel.At(below, width + 2, offset), kernel.At(below + 1, width + 2, offset));
                        long at = (image * rows * columns + pixel) * channels + c;
                        Vector.Store(window.Maximum, to + at);
                        Vector.Store(window.Winner, winner + at);
                    }
                }
            }

            ArrayPool<float>.Shared.Return(padded);
        });
    }

    private static unsafe void Correlate(Tensor images, Tensor gradient, Tensor winners, Tensor sums)
    {
        int height = (int)images.shape[2], width = (int)images.shape[3];
        long rows = height / 2, columns = width / 2, channels = gradient.shape[3];
        float* from = Lanes.Start<float>(images), shares = Lanes.Start<float>(gradient);
        float* winner = Lanes.Start<float>(winners), to = Lanes.Start<float>(sums);
        Lanes.ForEach(images.shape[0], image =>
        {
            float[] padded = Padded(from + image * height * width, height, width);
            fixed (float* start = padded)
            {
                for (long c = 0; c < channels; c += Vector<float>.Count)
                {
                    var kernel = default(Kernel);
                    var offset = Vector<float>.Zero;
                    for (long pixel = 0; pixel < rows * columns; pixel++)
                    {
                        float* window = start + pixel / columns * 2 * (width + 2) + pixel % columns * 2;
                        long at = (image * rows * columns + pixel) * channels + c;
                        Vector<float> share = Vector.Load(shares + at), whose = Vector.Load(winner + at);
                        for (int i = 0; i < 4; i++)
                        {
                            var mine = Vector.ConditionalSelect(Vector.Equals(whose, new Vector<float>(i)), share,
                                Vector<float>.Zero);
                            offset += mine;
                            kernel.Add(window + i / 2 * (width + 2) + i % 2, width + 2, mine);
                        }
                    }

                    float* sum = to + image * (Taps + 1) * channels + c;
                    kernel.Store(sum, channels);
                    Vector.Store(offset, sum + Taps * channels);
                }
            }

            ArrayPool<float>.Shared.Return(padded);
        });
    }

    /// <summary>An image within a border of zeros.</summary>
    private static unsafe float[] Padded(float* image, int height, int width)
    {
        float[] padded = ArrayPool<float>.Shared.Rent((height + 2) * (width + 2));
        padded.AsSpan(0, (height + 2) * (width + 2)).Clear();
        for (int row = 0; row < height; row++)
        {
            new ReadOnlySpan<float>(image + row * width, width).CopyTo(padded.AsSpan((row + 1) * (width + 2) + 1));
        }

        return padded;
    }

    /// <summary>The nine weights of as many kernels as a vector has lanes; in fields, so that they stay in registers.</summary>
    private unsafe struct Kernel
    {
        private Vector<float> _0, _1, _2, _3, _4, _5, _6, _7, _8;

        internal Kernel(float* taps, long stride)
        {
            (_0, _1, _2) = (Vector.Load(taps), Vector.Load(taps + stride), Vector.Load(taps + 2 * stride));
            (_3, _4, _5) = (Vector.Load(taps + 3 * stride), Vector.Load(taps + 4 * stride), Vector.Load(taps + 5 * stride));
            (_6, _7, _8) = (Vector.Load(taps + 6 * stride), Vector.Load(taps + 7 * stride), Vector.Load(taps + 8 * stride));
        }

        /// <summary>What the kernels make of the 3×3 pixels that begin there.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly Vector<float> At(float* pixels, long line, Vector<float> sum)
        {
            float* second = pixels + line, third = second + line;
            sum = Vector.FusedMultiplyAdd(new(pixels[0]), _0, sum);
            sum = Vector.FusedMultiplyAdd(new(pixels[1]), _1, sum);
            sum = Vector.FusedMultiplyAdd(new(pixels[2]), _2, sum);
            sum = Vector.FusedMultiplyAdd(new(second[0]), _3, sum);
            sum = Vector.FusedMultiplyAdd(new(second[1]), _4, sum);
            sum = Vector.FusedMultiplyAdd(new(second[2]), _5, sum);
            sum = Vector.FusedMultiplyAdd(new(third[0]), _6, sum);
            sum = Vector.FusedMultiplyAdd(new(third[1]), _7, sum);
            return Vector.FusedMultiplyAdd(new(third[2]), _8, sum);
        }

        /// <summary>Adds to each weight its pixel's share of a gradient.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal void Add(float* pixels, long line, Vector<float> share)
        {
            float* second = pixels + line, third = second + line;
            _0 = Vector.FusedMultiplyAdd(new(pixels[0]), share, _0);
            _1 = Vector.FusedMultiplyAdd(new(pixels[1]), share, _1);
            _2 = Vector.FusedMultiplyAdd(new(pixels[2]), share, _2);
            _3 = Vector.FusedMultiplyAdd(new(second[0]), share, _3);
            _4 = Vector.FusedMultiplyAdd(new(second[1]), share, _4);
            _5 = Vector.FusedMultiplyAdd(new(second[2]), share, _5);
            _6 = Vector.FusedMultiplyAdd(new(third[0]), share, _6);
            _7 = Vector.FusedMultiplyAdd(new(third[1]), share, _7);
            _8 = Vector.FusedMultiplyAdd(new(third[2]), share, _8);
        }

        internal readonly void Store(float* taps, long stride)
        {
            ReadOnlySpan<Vector<float>> all = [_0, _1, _2, _3, _4, _5, _6, _7, _8];
            for (int i = 0; i < all.Length; i++)
            {
                Vector.Store(all[i], taps + i * stride);
            }
        }
    }
}
