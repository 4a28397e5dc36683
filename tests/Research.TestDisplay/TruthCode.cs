namespace Research.TestDisplay;

/// <summary>What the ground truth window showed when a frame was captured.</summary>
/// <param name="Counter">How often it had drawn, modulo 2^24.</param>
/// <param name="DrawnAt">UTC in tenths of a millisecond when it drew this, modulo 2^32.</param>
/// <param name="Held">Bit k: key k was held, as the window heard it.</param>
public readonly record struct Truth(int Counter, uint DrawnAt, byte Held)
{
    /// <summary>UTC in tenths of a millisecond, modulo 2^32.</summary>
    public static uint Tenths(double utcSeconds) => (uint)((long)(utcSeconds * 1e4) & uint.MaxValue);

    /// <summary>Milliseconds from drawing to a later time.</summary>
    public double MillisecondsUntil(double utcSeconds) => (int)(Tenths(utcSeconds) - DrawnAt) / 10.0;
}

/// <summary>
/// A bar code of black and white cells, so large that lossy video keeps them; a checksum tells where it did not.
/// </summary>
public static class TruthCode
{
    private const int Cell = 8, Columns = 16, Rows = 5, Bits = Columns * Rows;

    /// <summary>Pixels in a row of the code.</summary>
    public const int Width = Columns * Cell;

    /// <summary>Rows of pixels.</summary>
    public const int Height = Rows * Cell;

    /// <summary>The white cells: left, top, width and height of each, in pixels.</summary>
    public static IEnumerable<(int Left, int Top, int Width, int Height)> WhiteCells(Truth truth)
    {
        var bits = Encode(truth);
        for (int cell = 0; cell < Bits; cell++)
        {
            if ((bits >> cell & 1) == 1)
            {
                yield return (cell % Columns * Cell, cell / Columns * Cell, Cell, Cell);
            }
        }
    }

    /// <summary>Reads the code at the upper left corner of a picture.</summary>
    /// <param name="pixels">Its rows, one after the other.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    /// <param name="pixelBytes">Bytes of a pixel, of which the second is looked at.</param>
    /// <returns>Null where the checksum does not fit what was read.</returns>
    public static Truth? Read(ReadOnlySpan<byte> pixels, int stride, int pixelBytes)
    {
        UInt128 bits = 0;
        for (int cell = 0; cell < Bits; cell++)
        {
            int sum = 0, left = cell % Columns * Cell, top = cell / Columns * Cell;
            for (int y = top + 2; y < top + Cell - 2; y++)
            {
                for (int x = left + 2; x < left + Cell - 2; x++)
                {
                    sum += pixels[y * stride + x * pixelBytes + 1];
                }
            }

            if (sum > 128 * (Cell - 4) * (Cell - 4))
            {
                bits |= UInt128.One << cell;
            }
        }

        var truth = new Truth((int)(uint)bits & 0xFFFFFF, (uint)(bits >> 24), (byte)(bits >> 56));
        return Encode(truth) == bits ? truth : null;
    }

    private static UInt128 Encode(Truth truth)
    {
        ulong payload = (uint)truth.Counter | (ulong)truth.DrawnAt << 24 | (ulong)truth.Held << 56;
        // a multiplicative hash: any cell turns half of its upper bits
        ulong check = (payload ^ 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93;
        return payload | (UInt128)(check >> 48) << 64;
    }
}
