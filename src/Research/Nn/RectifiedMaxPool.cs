using System.Numerics;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>2×2 max-pooling and ReLU in one pass over an image in <see cref="ChannelsLast"/> layout.</summary>
/// <remarks>
/// libtorch's two operations take 4 times as long forward, because each reads and writes all of it. Backward the winner's number
/// decides; a window
/// without a number above 0 has no winner, and no gradient.
/// </remarks>
internal static class RectifiedMaxPool
{
    /// <summary>[B, C, H, W] to [B, C, H/2, W/2], rounded down, none below 0.</summary>
    internal static Tensor Forward(Tensor images)
    {
        using var scope = NewDisposeScope();
        return (Lanes.Take(images)
            ? ChannelsLast.AsImages(Function.apply(ChannelsLast.AsPixels(images)))
            : nn.functional.relu(nn.functional.max_pool2d(images, 2))).MoveToOuterDisposeScope();
    }

    /// <summary>[B, H, W, C] to [B, H/2, W/2, C].</summary>
    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(RectifiedMaxPool);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var input = (Tensor)vars[0];
            long[] shape = input.shape;
            var output = empty([shape[0], shape[1] / 2, shape[2] / 2, shape[3]], input.dtype, CPU);
            var winners = empty_like(output);
            if (input.dtype == ScalarType.Float32)
            {
                Pool<float>(input, output, winners);
            }
            else
            {
                Pool<short>(input, output, winners);
            }

            ctx.save_data("shape", shape);
            ctx.save_for_backward([winners]);
            return output;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var winners = ctx.get_saved_variables()[0];
            using var gradient = grad_output.contiguous();
            long[] shape = (long[])ctx.get_data("shape");
            bool isCovered = shape[1] % 2 == 0 && shape[2] % 2 == 0; // else a last row or column belongs to no window
            var result = isCovered ? empty(shape, gradient.dtype, CPU) : zeros(shape, gradient.dtype, CPU);
            if (gradient.dtype == ScalarType.Float32)
            {
                Scatter<float>(gradient, winners, result);
            }
            else
            {
                Scatter<short>(gradient, winners, result);
            }

            return [result];
        }
    }

    private static unsafe void Pool<T>(Tensor input, Tensor output, Tensor winners) where T : unmanaged, INumber<T>
    {
        long rows = input.shape[1], columns = input.shape[2], channels = input.shape[3], height = rows / 2, width = columns / 2;
        T* from = Lanes.Start<T>(input), to = Lanes.Start<T>(output), winner = Lanes.Start<T>(winners);
        Lanes.ForEach(output.shape[0] * height, row =>
        {
            T* above = from + (row / height * rows + row % height * 2) * columns * channels, below = above + columns * channels;
            T* pooled = to + row * width * channels, won = winner + row * width * channels;
            for (long column = 0; column < width; column++)
            {
                long c = 0;
                for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
                {
                    var window = new Window<T>(
                        Vector.Load(above + c), Vector.Load(above + channels + c), Vector.Load(below + c), Vector.Load(below + channels + c));
                    Vector.Store(window.Maximum, pooled + c);
                    Vector.Store(window.Winner, won + c);
                }

                for (; c < channels; c++)
                {
                    var window = new Window<T>(new(above[c]), new(above[channels + c]), new(below[c]), new(below[channels + c]));
                    (pooled[c], won[c]) = (window.Maximum[0], window.Winner[0]);
                }

                above += 2 * channels;
                below += 2 * channels;
                pooled += channels;
                won += channels;
            }
        });
    }

    private static unsafe void Scatter<T>(Tensor gradient, Tensor winners, Tensor result) where T : unmanaged, INumber<T>
    {
        long rows = result.shape[1], columns = result.shape[2], channels = result.shape[3], height = rows / 2, width = columns / 2;
        T* from = Lanes.Start<T>(gradient), to = Lanes.Start<T>(result), winner = Lanes.Start<T>(winners);
        Lanes.ForEach(gradient.shape[0] * height, row =>
        {
            T* above = to + (row / height * rows + row % height * 2) * columns * channels, below = above + columns * channels;
            T* pooled = from + row * width * channels, won = winner + row * width * channels;
            for (long column = 0; column < width; column++)
            {
                long c = 0;
                for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
                {
                    Vector<T> whose = Vector.Load(won + c), share = Vector.Load(pooled + c);
                    Vector.Store(Where(whose, 0, share), above + c);
                    Vector.Store(Where(whose, 1, share), above + channels + c);
                    Vector.Store(Where(whose, 2, share), below + c);
                    Vector.Store(Where(whose, 3, share), below + channels + c);
                }

                for (; c < channels; c++)
                {
                    above[c] = won[c] == T.Zero ? pooled[c] : T.Zero;
                    above[channels + c] = won[c] == T.One ? pooled[c] : T.Zero;
                    below[c] = won[c] == T.CreateTruncating(2) ? pooled[c] : T.Zero;
                    below[channels + c] = won[c] == T.CreateTruncating(3) ? pooled[c] : T.Zero;
                }

                above += 2 * channels;
                below += 2 * channels;
                pooled += channels;
                won += channels;
            }
        });
    }

    private static Vector<T> Where<T>(Vector<T> whose, int number, Vector<T> share) where T : unmanaged, INumber<T> =>
        Vector.ConditionalSelect(Vector.Equals(whose, new Vector<T>(T.CreateTruncating(number))), share, Vector<T>.Zero);
}
