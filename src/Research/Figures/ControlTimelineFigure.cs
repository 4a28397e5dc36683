using Research.Control;

namespace Research.Figures;

/// <summary>What was pressed in a recording.</summary>
public static class ControlTimelineFigure
{
    /// <summary>A row a control, a column a frame: dark where nothing is pressed.</summary>
    /// <param name="title">What stands above it.</param>
    /// <param name="recording">The recording.</param>
    /// <param name="frames">Draws the first so many frames.</param>
    public static Figure Draw(string title, ControlRecording recording, int frames = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(recording);
        int count = Math.Min(frames, recording.FrameCount);
        var values = new double[ControlLayout.Names.Count, count];
        for (int control = 0; control < ControlLayout.Names.Count; control++)
        {
            for (int frame = 0; frame < count; frame++)
            {
                values[control, frame] = Math.Abs(recording[frame, control]);
            }
        }

        var figure = new Figure(title) { Height = 640, XAxis = { Title = "Frame (30 a second)", TickStep = 300 } };
        return figure.Add.Heatmap(values, rows: ControlLayout.Names, range: (0, 1));
    }
}
