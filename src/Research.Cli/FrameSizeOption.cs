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
            if (given.Split('x') is [var width, var height]
                && int.TryParse(width, NumberStyles.None, CultureInfo.InvariantCulture, out int w)
                && int.TryParse(height, NumberStyles.None, CultureInfo.InvariantCulture, out int h)
                && w is >= 16 and <= 7680 && h is >= 16 and <= 4320 && w % 2 == 0 && h % 2 == 0)
            {
                return new Size(w, h);
            }

            result.AddError($"--size {given}: expected WIDTHxHEIGHT such as 1280x720, both even, from 16x16 to 7680x4320.");
            return default;
        },
    };
}
