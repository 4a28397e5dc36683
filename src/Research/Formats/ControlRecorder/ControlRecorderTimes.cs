using System.Globalization;
using Research.Arrays.Elements;

namespace Research.Formats.ControlRecorder;

/// <summary>What the times of a recorder's file say, which a recording of the kit does not keep.</summary>
internal static class ControlRecorderTimes
{
    private const double Rate = 30; // of a recording, a second
    private const double MostSkew = 0.1; // share by which a rate may differ
    private const double GapSteps = 3; // usual steps from which on a step is a gap
    private const double Millisecond = 1e-3;

    /// <summary>Notes times, rate and gaps.</summary>
    /// <returns>How long the recording lasts, in seconds.</returns>
    public static double Note(ControlRecorderFile file, int frames, ImportReport report)
    {
        double fps = file.Scalar("fps") is { } said and > 0 && double.IsFinite(said) ? said : Rate;
        double[]? times = file.ValuesOf("timestamps");
        if (times is not null)
        {
            report.Lose("timestamps", frames, "A recording of the kit counts frames, 30 a second, and keeps no times.");
            if (Fault(file, times, frames) is { } fault)
            {
                report.Lose("how long the frames last", frames, fault);
                times = null;
            }
        }

        double seconds = times is null || frames == 1 ? frames / fps : (times[^1] - times[0]) * frames / (frames - 1);
        double rate = frames / seconds;
        if (Math.Abs(rate - Rate) > MostSkew * Rate)
        {
            report.Map("frames", frames, string.Create(CultureInfo.InvariantCulture,
                $"They came {rate:0.0} a second; each counts as one of {Rate} a second, so velocities are other than the body's."));
        }

        if (times is not null && frames > 1)
        {
            double[] steps = [.. times.Zip(times.Skip(1), (a, b) => b - a)];
            double usual = steps.Order().ElementAt(steps.Length / 2);
            report.Lose("gaps between frames", steps.Count(step => usual > 0 && step > GapSteps * usual),
                "A step of more than three usual ones counts as one frame.");
        }

        return seconds;
    }

    private static string? Fault(ControlRecorderFile file, double[] times, int frames)
    {
        if (times.Length != frames)
        {
            return $"There are {times.Length} times for {frames} frames.";
        }

        if (Array.FindIndex(times, time => !double.IsFinite(time)) is var broken and >= 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"The time of frame {broken} is {times[broken]}.");
        }

        if (Enumerable.Range(1, frames - 1).FirstOrDefault(frame => times[frame] < times[frame - 1]) is var back and > 0)
        {
            return $"The time of frame {back} lies before that of frame {back - 1}.";
        }

        double step = file.Describe("timestamps").DataType == ElementType.Float32
            ? MathF.BitIncrement((float)times[^1]) - times[^1] : 0;
        return step > Millisecond ? string.Create(CultureInfo.InvariantCulture,
                $"They are float32, which holds times of this size to {step:0.###} s only.")
            : times[^1] > times[0] || frames == 1 ? null : "All frames have the same time.";
    }
}
