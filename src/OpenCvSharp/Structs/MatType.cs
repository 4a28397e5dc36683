#pragma warning disable CS1591 // the fields are OpenCV's own constants

namespace OpenCvSharp;

/// <summary>What one element of a mat is: the type of a channel and the number of channels.</summary>
public readonly record struct MatType(int Value)
{
    public const int CV_8U = 0;
    public const int CV_8S = 1;
    public const int CV_16U = 2;
    public const int CV_16S = 3;
    public const int CV_32S = 4;
    public const int CV_32F = 5;
    public const int CV_64F = 6;

    public static readonly MatType CV_8UC1 = MakeType(CV_8U, 1);
    public static readonly MatType CV_8UC2 = MakeType(CV_8U, 2);
    public static readonly MatType CV_8UC3 = MakeType(CV_8U, 3);
    public static readonly MatType CV_8UC4 = MakeType(CV_8U, 4);
    public static readonly MatType CV_16SC1 = MakeType(CV_16S, 1);
    public static readonly MatType CV_16UC1 = MakeType(CV_16U, 1);
    public static readonly MatType CV_32SC1 = MakeType(CV_32S, 1);
    public static readonly MatType CV_32FC1 = MakeType(CV_32F, 1);
    public static readonly MatType CV_32FC2 = MakeType(CV_32F, 2);
    public static readonly MatType CV_32FC3 = MakeType(CV_32F, 3);
    public static readonly MatType CV_32FC4 = MakeType(CV_32F, 4);
    public static readonly MatType CV_64FC1 = MakeType(CV_64F, 1);
    public static readonly MatType CV_64FC3 = MakeType(CV_64F, 3);

    /// <summary>Type of a channel, such as <see cref="CV_8U"/>.</summary>
    public int Depth => Value & 7;

    /// <summary>Number of channels, 1 to 512.</summary>
    public int Channels => (Value >> 3) + 1;

    /// <summary>Whether channels are whole numbers.</summary>
    public bool IsInteger => Depth < CV_32F;

    /// <summary>OpenCV's number of the type.</summary>
    public int ToInt32() => Value;

    public static implicit operator MatType(int value) => new(value);

    public static MatType CV_8UC(int ch) => MakeType(CV_8U, ch);

    public static MatType CV_32FC(int ch) => MakeType(CV_32F, ch);

    /// <summary>A type of a depth and a number of channels.</summary>
    /// <exception cref="OpenCvSharpException">There is no such depth, or <paramref name="channels"/> is not 1 to 512.</exception>
    public static MatType MakeType(int depth, int channels) =>
        channels is < 1 or > 512 ? throw new OpenCvSharpException($"A mat has 1 to 512 channels, not {channels}.")
        : depth is < 0 or > 7 ? throw new OpenCvSharpException($"A channel's type is 0 to 7, not {depth}.")
        : new MatType(depth + ((channels - 1) << 3));

    /// <summary>OpenCV's name, such as <c>CV_8UC3</c>.</summary>
    public override string ToString() =>
        $"CV_{Depth switch { CV_8U => "8U", CV_8S => "8S", CV_16U => "16U", CV_16S => "16S", CV_32S => "32S", CV_32F => "32F", CV_64F => "64F", _ => "16F" }}C{Channels}";
}
