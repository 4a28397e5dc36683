using System.Numerics;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// Lays the four kinds of pixels of an <see cref="UpsampledConvolution"/> side by side, in <see cref="ChannelsLast"/> layout, and
/// sets what is below 0 to 0 where that is asked for: one pass instead of three.
/// </summary>
internal static class RectifiedInterleave
{
    /// <summary>
    /// [B, 4·C, H + 1, W + 1], channels by parity of row, parity of column (the odd one first) and number, to [B, C, 2·H, 2·W].
    /// </summary>
    internal static Tensor Forward(Tensor parities, bool rectify)
    {
        using var scope = NewDisposeScope();
        if (Lanes.Take(parities))
        {
            return ChannelsLast.AsImages(Function.apply(ChannelsLast.AsPixels(parities), rectify)).MoveToOuterDisposeScope();
        }

        var (batch, channels, rows, columns) = (parities.shape[0], parities.shape[1] / 4, parities.shape[2], parities.shape[3]);
        var images = parities.view(batch, 2, 2, channels, rows, columns).permute(0, 3, 4, 1, 5, 2)
            .reshape(batch, channels, 2 * rows, 2 * columns)
            .narrow(2, 1, 2 * rows - 2).narrow(3, 1, 2 * columns - 2);
        return (rectify ? nn.functional.relu(images) : images).MoveToOuterDisposeScope();
    }

    /// <summary>[B, H + 1, W + 1, 4·C] to [B, 2·H, 2·W, C].</summary>
    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        public override string Name => nameof(RectifiedInterleave);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (input, rectify) = ((Tensor)vars[0], (bool)vars[1]);
            long[] shape = input.shape;
            var output = empty([shape[0], 2 * shape[1] - 2, 2 * shape[2] - 2, shape[3] / 4], input.dtype, CPU);
            if (input.dtype == ScalarType.Float32)
            {
                Gather<float>(input, output, rectify);
            }
            else
            {
                Gather<short>(input, output, rectify);
            }

            ctx.save_for_backward(rectify ? [output] : []);
            return output;
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            using var gradient = grad_output.contiguous();
            using var output = ctx.get_saved_variables().FirstOrDefault();
            long[] shape = gradient.shape;
            var result = empty([shape[0], shape[1] / 2 + 1, shape[2] / 2 + 1, 4 * shape[3]], gradient.dtype, CPU);
            if (gradient.dtype == ScalarType.Float32)
            {
                Scatter<float>(gradient, output, result);
            }
            else
            {
                Scatter<short>(gradient, output, result);
            }

            return [result, null!];
        }
    }

    private static unsafe void Gather<T>(Tensor input, Tensor output, bool rectify) where T : unmanaged, INumber<T>
    {
        long rows = output.shape[1], columns = output.shape[2], channels = output.shape[3];
        long pixel = 4 * channels, line = (columns / 2 + 1) * pixel;
        T* from = Lanes.Start<T>(input), to = Lanes.Start<T>(output);
        Lanes.ForEach(output.shape[0] * rows, row =>
        {
            // Row r lies in line (r + 1) / 2, an odd row in its first half; columns likewise.
            long r = row % rows;
            var source = from + (row / rows * (rows / 2 + 1) + (r + 1) / 2) * line + (1 - r % 2) * 2 * channels;
            var target = to + row * columns * channels;
            for (long column = 0; column < columns; column++, target += channels)
            {
                Copy(source + (column + 1) / 2 * pixel + (1 - column % 2) * channels, target, channels, rectify);
            }
        });
    }

    private static unsafe void Copy<T>(T* from, T* to, long count, bool rectify) where T : unmanaged, INumber<T>
    {
        if (!rectify)
        {
            Buffer.MemoryCopy(from, to, count * sizeof(T), count * sizeof(T));
            return;
        }

        long c = 0;
        for (; c <= count - Vector<T>.Count; c += Vector<T>.Count)
        {
            Vector.Store(Vector.Max(Lanes.Comparable(Vector.Load(from + c)), Vector<T>.Zero), to + c);
        }

        for (; c < count; c++)
        {
            to[c] = T.Max(Lanes.Comparable(from[c]), T.Zero);
        }
    }

    private static unsafe void Scatter<T>(Tensor gradient, Tensor? output, Tensor result) where T : unmanaged, INumber<T>
    {
        long rows = gradient.shape[1], columns = gradient.shape[2], channels = gradient.shape[3];
        long lines = rows / 2 + 1, width = columns / 2 + 1;
        T* from = Lanes.Start<T>(gradient), kept = output is null ? null : Lanes.Start<T>(output), to = Lanes.Start<T>(result);
        Lanes.ForEach(result.shape[0] * lines, line =>
        {
            var target = to + line * width * 4 * channels;
            for (long i = 0; i < 4 * width; i++, target += channels)
            {
                // pixel i / 4 of the line; i % 4: parities of row and column, the odd one first
                long row = 2 * (line % lines) - 1 + i % 4 / 2, column = i / 4 * 2 - 1 + i % 2;
                if (row < 0 || row >= rows || column < 0 || column >= columns)
                {
                    new Span<T>(target, (int)channels).Clear();
                    continue;
                }

                long source = ((line / lines * rows + row) * columns + column) * channels;
                Mask(from + source, kept is null ? null : kept + source, target, channels);
            }
        });
    }

    private static unsafe void Mask<T>(T* from, T* kept, T* to, long count) where T : unmanaged, INumber<T>
    {
        if (kept is null)
        {
            Buffer.MemoryCopy(from, to, count * sizeof(T), count * sizeof(T));
            return;
        }

        long c = 0;
        for (; c <= count - Vector<T>.Count; c += Vector<T>.Count)
        {
            var isKept = Vector.GreaterThan(Vector.Load(kept + c), Vector<T>.Zero);
            Vector.Store(Vector.ConditionalSelect(isKept, Vector.Load(from + c), Vector<T>.Zero), to + c);
        }

        for (; c < count; c++)
        {
            to[c] = kept[c] > T.Zero ? from[c] : T.Zero;
        }
    }
}
