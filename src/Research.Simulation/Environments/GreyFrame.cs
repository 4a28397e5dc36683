namespace Research.Simulation.Environments;

/// <summary>A grey picture in a buffer of the caller's.</summary>
internal readonly ref struct GreyFrame(Span<byte> pixels, int width, int height)
{
    private readonly Span<byte> _pixels = pixels;

    public int Width { get; } = width;

    public int Height { get; } = height;

    public Span<byte> Row(int row) => _pixels.Slice(row * Width, Width);
}
