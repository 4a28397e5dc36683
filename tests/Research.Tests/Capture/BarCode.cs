using OpenCvSharp;

namespace Research.Tests.Capture;

/// <summary>
/// A picture that says which one it is: 20 bits of a number in its upper blocks, what is held in its lower ones.
/// </summary>
internal static class BarCode
{
    public const int Bits = 20, Block = 8, Width = Bits * Block, Height = 2 * Block;

    /// <summary>Draws into [Height, Width, 4] bytes.</summary>
    public static void Draw(Span<byte> pixels, int number, uint held)
    {
        for (int bit = 0; bit < Bits; bit++)
        {
            Fill(pixels, 0, bit, (number >> bit & 1) != 0);
            Fill(pixels, 1, bit, (held >> bit & 1) != 0);
        }
    }

    /// <summary>Reads a decoded frame.</summary>
    public static (int Number, uint Held) Read(Mat frame)
    {
        var (number, held) = (0, 0u);
        for (int bit = 0; bit < Bits; bit++)
        {
            number |= IsLit(frame, 0, bit) ? 1 << bit : 0;
            held |= IsLit(frame, 1, bit) ? 1u << bit : 0;
        }

        return (number, held);
    }

    private static bool IsLit(Mat frame, int row, int bit) =>
        frame.At<Vec3b>(row * Block + Block / 2, bit * Block + Block / 2).Item1 > 127;

    private static void Fill(Span<byte> pixels, int row, int bit, bool isLit)
    {
        for (int y = 0; y < Block; y++)
        {
            pixels.Slice(((row * Block + y) * Width + bit * Block) * 4, Block * 4).Fill(isLit ? (byte)255 : (byte)0);
        }
    }
}
