using System.CommandLine;
using System.Globalization;
using OpenCvSharp;

namespace Research.Cli;

/// <summary><c>--size 1280x720</c>.</summary>
internal sealed class FrameSizeOption : Option<Size?>
{
    private readonly Size _usual;

    /// <param name="usual">What holds without the option.</param>
    public FrameSizeOption(Size usual)
        : base("--size")
    {
        _usual = usual;
        Description = $"Width and height of the frames; by default {usual.Width}x{usual.Height}.";
        HelpName = "WxH";
        CustomParser = result =>
        {
            string given = result.Tokens.Single().Value;
            if (Parse(given) is { Width: >= 16 and <= 7680, Height: >= 16 and <= 4320 } size
                && size.Width % 2 == 0 && size.Height % 2 == 0)
            {
                return size;
            }

            result.AddError($"--size {given}: expected WIDTHxHEIGHT such as 1280x720, both even, from 16x16 to 7680x4320.");
            return null;
        };
    }

    /// <summary>The size that was asked for, or the usual one.</summary>
    public Size Take(ParseResult parsed) => parsed.GetValue(this) ?? _usual;

    /// <summary>A text such as <c>1280x720</c>; null where it is none.</summary>
    public static Size? Parse(string given) => given.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int h) ? new Size(w, h) : null;
}
