namespace OpenCvSharp;

/// <summary>Four characters that name a codec.</summary>
public readonly record struct FourCC(int Value)
{
    /// <summary>MPEG-4 part 2: any OpenCV with FFmpeg writes it into .mp4.</summary>
    public static readonly int MP4V = FromString("MP4V");

    /// <summary>Motion JPEG.</summary>
    public static readonly int MJPG = FromString("MJPG");

    /// <summary>Xvid.</summary>
    public static readonly int XVID = FromString("XVID");

    /// <summary>H.264.</summary>
    public static readonly int X264 = FromString("X264");

    /// <summary>A codec's number.</summary>
    public static FourCC FromFourChars(char c1, char c2, char c3, char c4) => new(VideoWriter.FourCC(c1, c2, c3, c4));

    /// <summary>A codec's number from its name, filled up with blanks to four characters.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than four characters.</exception>
    public static FourCC FromString(string code)
    {
        ArgumentException.ThrowIfNullOrEmpty(code);
        var padded = code.PadRight(4);
        return padded.Length == 4
            ? FromFourChars(padded[0], padded[1], padded[2], padded[3])
            : throw new ArgumentException($"A codec's name has at most four characters; '{code}' has {code.Length}.", nameof(code));
    }

    /// <summary>The number.</summary>
    public static implicit operator int(FourCC fourcc) => fourcc.Value;

    /// <summary>A number as a codec.</summary>
    public static implicit operator FourCC(int code) => new(code);

    /// <summary>The four characters.</summary>
    public override string ToString() => new([(char)(Value & 255), (char)(Value >> 8 & 255), (char)(Value >> 16 & 255), (char)(Value >> 24 & 255)]);
}
