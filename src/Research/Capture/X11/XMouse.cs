using System.Globalization;
using Research.Alignment;

namespace Research.Capture.X11;

/// <summary>What a raw event of a pointer says.</summary>
internal static unsafe class XMouse
{
    /// <summary>X's buttons from 1 on: the wheel's notches are buttons too.</summary>
    private static readonly string[] Buttons = ["left", "middle", "right", "", "", "", "", "x1", "x2"];

    /// <summary>The input; null for the release of the wheel, which means nothing, and for other axes than the first two.</summary>
    /// <param name="raw">The event.</param>
    /// <param name="time">UTC nanoseconds since 1970.</param>
    /// <param name="axes">The axes of the server's devices.</param>
    /// <exception cref="IOException">The connection has ended.</exception>
    public static MouseInput? InputOf(in XIRawEvent raw, long time, PointerAxes axes)
    {
        if (raw.EventType == LibXi.RawMotion)
        {
            var (x, y) = axes.Of(raw.Source);
            double dx = 0, dy = 0;
            for (int axis = 0, value = 0; axis < 8 * raw.MaskLength; axis++)
            {
                if ((raw.Mask[axis / 8] >> axis % 8 & 1) != 0)
                {
                    dx += axis == 0 ? x.Motion(raw.Values[value], raw.RawValues[value]) : 0;
                    dy += axis == 1 ? y.Motion(raw.Values[value], raw.RawValues[value]) : 0;
                    value++;
                }
            }

            return dx == 0 && dy == 0 ? null : new MouseInput(time, MouseAction.Move) { Dx = dx, Dy = dy };
        }

        bool isDown = raw.EventType == LibXi.RawButtonPress;
        return raw.Detail switch
        {
            4 or 5 => isDown ? new MouseInput(time, MouseAction.Scroll) { Dx = 0, Dy = raw.Detail == 4 ? 1 : -1 } : null,
            6 or 7 => isDown ? new MouseInput(time, MouseAction.Scroll) { Dx = raw.Detail == 7 ? 1 : -1, Dy = 0 } : null,
            < 1 => null,
            _ => new MouseInput(time, isDown ? MouseAction.Down : MouseAction.Up)
            {
                Button = raw.Detail <= Buttons.Length ? Buttons[raw.Detail - 1]
                    : raw.Detail.ToString(CultureInfo.InvariantCulture),
            },
        };
    }
}
