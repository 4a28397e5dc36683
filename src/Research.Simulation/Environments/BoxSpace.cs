namespace Research.Simulation.Environments;

/// <summary>Gymnasium's <c>Box</c> of bytes: arrays of one shape with values from 0 to 255.</summary>
public sealed record BoxSpace
{
    /// <summary>A space of arrays.</summary>
    /// <param name="shape">Its sides, such as <c>[72, 128]</c>, each at least 1.</param>
    /// <exception cref="ArgumentException">There is no side, or one is below 1.</exception>
    public BoxSpace(params int[] shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Length == 0 || shape.Any(side => side < 1))
        {
            throw new ArgumentException($"A box has sides of at least 1, not [{string.Join(", ", shape)}].", nameof(shape));
        }

        Shape = [.. shape];
        Size = Shape.Aggregate(1, (product, side) => checked(product * side));
    }

    /// <summary>The sides, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Bytes of an observation.</summary>
    public int Size { get; }

    /// <summary>Whether an array belongs to the space; of bytes, all of the right length do.</summary>
    /// <param name="observation">Row-major values.</param>
    public bool Contains(ReadOnlySpan<byte> observation) => observation.Length == Size;

    /// <summary>The first bytes of a buffer, as many as an observation has.</summary>
    /// <exception cref="ArgumentException">The buffer is too short.</exception>
    internal Span<byte> Slice(Span<byte> buffer) => buffer.Length >= Size
        ? buffer[..Size]
        : throw new ArgumentException(
            $"An observation has {Size} bytes ({string.Join("×", Shape)}); there is room for {buffer.Length}.", nameof(buffer));
}
