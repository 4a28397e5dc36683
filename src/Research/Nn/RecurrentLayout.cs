using System.Numerics;

namespace Research.Nn;

/// <summary>Where the row of a sequence at a step lies in a tensor.</summary>
/// <param name="Batch">Number of sequences.</param>
/// <param name="Steps">Number of steps.</param>
/// <param name="Size">Of the state, in vectors.</param>
internal readonly record struct RecurrentLayout(int Batch, int Steps, int Size)
{
    /// <summary>A layout by sizes of tensors.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="steps">Number of steps.</param>
    /// <param name="size">Numbers of the state.</param>
    internal RecurrentLayout(long batch, long steps, long size) : this((int)batch, (int)steps, (int)size / Vector<float>.Count)
    {
    }

    /// <summary>A row of a tensor [B, T, gates · H].</summary>
    internal ReadOnlySpan<Vector<float>> BatchFirst(ReadOnlySpan<Vector<float>> tensor, int b, int t, int gates) =>
        tensor.Slice((b * Steps + t) * gates * Size, gates * Size);

    /// <inheritdoc cref="BatchFirst(ReadOnlySpan{Vector{float}}, int, int, int)"/>
    internal Span<Vector<float>> BatchFirst(Span<Vector<float>> tensor, int b, int t, int gates) =>
        tensor.Slice((b * Steps + t) * gates * Size, gates * Size);

    /// <summary>A row of a tensor [T, B, gates · H].</summary>
    internal Span<Vector<float>> StepFirst(Span<Vector<float>> tensor, int b, int t, int gates) =>
        tensor.Slice((t * Batch + b) * gates * Size, gates * Size);
}
