using System.CommandLine;
using System.Globalization;
using OpenCvSharp;
using Research.Simulation.Cuphead;

namespace Research.Cli;

/// <summary><c>--size 1280x720</c>.</summary>
internal static class FrameSizeOption
{
    public static Option<Size> Create() => Create(SessionStage.FullSize);

    public static Option<Size> Create(Size unlessGiven) => new("--size")
    {
        Description = $"Width and height of the frames; {unlessGiven.Width}x{unlessGiven.Height} unless given.",
        HelpName = "WxH",
        DefaultValueFactory = _ => unlessGiven,
        CustomParser = result =>
        {
            string given = result.Tokens.Single().Value;
            if (Parse(given) is { Width: >= 16 and <= 7680, Height: >= 16 and <= 4320 } size
                && size.Width % 2 == 0 && size.Height % 2 == 0)
            {
                return size;
            }

            result.AddError($"--size {given}: expected WIDTHxHEIGHT such as 1280x720, both even, from 16x16 to 7680x4320.");
            return default;
        },
    };

    /// <summary>A text such as <c>1280x720</c>; null where it is none.</summary>
    public static Size? Parse(string given) => given.Split('x') is [var width, var height]
        && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int w)
        && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int h) ? new Size(w, h) : null;
}
