namespace Research.Benchmarks;

/// <summary>What a training step cannot do without, to compare its duration with what the machine could do at best.</summary>
/// <param name="MultiplyAdds">Of the products, forward and backward, in the kit's formulation.</param>
/// <param name="Activations">Numbers that the layers put out, forward.</param>
internal sealed record StepWork(long MultiplyAdds, long Activations)
{
    /// <summary>An activation is written and read forward, read again and its gradient written and read backward.</summary>
    private const int BytesOfActivation = 5 * sizeof(float);

    /// <summary>Adam reads gradient, parameter and both moments, and writes all but the first.</summary>
    private const int BytesOfParameter = 7 * sizeof(float);

    /// <summary>Seconds: products and activations at once, the optimizer after them.</summary>
    /// <param name="rates">Of the machine.</param>
    /// <param name="parameters">Numbers that the optimizer changes.</param>
    public double Bound(MachineRates rates, long parameters) =>
        Math.Max(MultiplyAdds / rates.MultiplyAdds, Activations * (double)BytesOfActivation / rates.Bytes)
            + parameters * (double)BytesOfParameter / rates.Bytes;

    /// <summary>Of a batch that goes through layers one after the other; the first has no need of its input's gradient.</summary>
    public static StepWork Of(int batch, params ReadOnlySpan<(long MultiplyAdds, long Outputs)> layers)
    {
        long products = -layers[0].MultiplyAdds, outputs = 0;
        foreach (var (multiplyAdds, count) in layers)
        {
            (products, outputs) = (products + 3 * multiplyAdds, outputs + count);
        }

        return new StepWork(batch * products, batch * outputs);
    }

    /// <summary>A layer in which every output pixel sees so many input pixels.</summary>
    /// <param name="from">Channels in.</param>
    /// <param name="to">Channels out.</param>
    /// <param name="kernel">Pixels of the kernel.</param>
    /// <param name="pixels">At which the kernel is laid: those of the output; of the input where the convolution is
    /// transposed.</param>
    /// <param name="outputs">Numbers put out, where they are not <paramref name="to"/> · <paramref name="pixels"/>.</param>
    public static (long MultiplyAdds, long Outputs) Convolution(long from, long to, long kernel, long pixels,
        long? outputs = null) =>
        (from * to * kernel * pixels, outputs ?? to * pixels);

    /// <summary>Four 2×2 kernels over an image with a margin of one, interleaved to twice its height and width.</summary>
    public static (long MultiplyAdds, long Outputs) Upsampled(long from, long to, long height, long width) =>
        Convolution(from, 4 * to, 4, (height + 1) * (width + 1), 4 * to * height * width);

    public static (long MultiplyAdds, long Outputs) Dense(long from, long to, long rows = 1) => (from * to * rows, to * rows);

    /// <summary>Each vector asks all others, by each head: the scores, and their mean of what is asked.</summary>
    public static (long MultiplyAdds, long Outputs) Attention(long vectors, long size, long heads) =>
        (2 * vectors * vectors * size, vectors * (heads * vectors + size));
}
