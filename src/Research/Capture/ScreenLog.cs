namespace Research.Capture;

/// <summary>Sizes of what is recorded, and frames that do not show it: covered, minimised, black. Used by one thread.</summary>
/// <param name="width">Of the video, in pixels.</param>
/// <param name="height">Of the video, in rows.</param>
internal sealed class ScreenLog(int width, int height)
{
    private readonly List<SizeChange> _sizes = [];
    private (int Width, int Height) _size = (width, height);

    /// <summary>Sizes other than the one before, oldest first.</summary>
    public IReadOnlyList<SizeChange> SizeChanges => _sizes;

    /// <summary>Frames with a window that was covered or partly outside the screen.</summary>
    public int Covered { get; private set; }

    /// <summary>Frames with a window that was minimised or not mapped.</summary>
    public int Hidden { get; private set; }

    /// <summary>Frames that are black although their window was not hidden.</summary>
    public int Black { get; private set; }

    /// <summary>Adds a picture.</summary>
    /// <param name="frame">The first frame that shows it.</param>
    /// <param name="frames">How many frames show it.</param>
    /// <param name="state">What was captured.</param>
    /// <param name="isBlack">Whether all its pixels are black.</param>
    public void Add(int frame, int frames, ScreenState state, bool isBlack)
    {
        if ((state.Width, state.Height) != _size)
        {
            _size = (state.Width, state.Height);
            _sizes.Add(new SizeChange(frame, state.Width, state.Height));
        }

        Covered += state.Visibility == Visibility.Covered ? frames : 0;
        Hidden += state.Visibility == Visibility.Hidden ? frames : 0;
        Black += isBlack && state.Visibility != Visibility.Hidden ? frames : 0;
    }

    /// <summary>What a person should know of it, a sentence each; empty where every frame shows what was recorded.</summary>
    public IReadOnlyList<string> Notices()
    {
        var notices = new List<string>();
        if (_sizes is [.., var last])
        {
            notices.Add($"the size changed {Times(_sizes.Count)}, the last time to {last.Width}x{last.Height} in frame "
                + $"{last.Frame:N0}: pictures are scaled into {width}x{height}, their aspect ratio kept");
        }

        AddFrames(Covered, "the window was covered by another one or partly outside the screen");
        AddFrames(Hidden, "the window was minimised or hidden; they are black");
        AddFrames(Black, "the picture was all black");
        return notices;

        void AddFrames(int frames, string what)
        {
            if (frames > 0)
            {
                notices.Add($"in {frames:N0} {(frames == 1 ? "frame" : "frames")} {what}");
            }
        }
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count:N0} times";
}
