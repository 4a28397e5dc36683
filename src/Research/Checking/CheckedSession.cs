using Research.Alignment;
using Research.Capture;
using Research.Sessions;

namespace Research.Checking;

/// <summary>A session while it is checked: what could be read of it, and what was found.</summary>
/// <param name="folder">The folder of its files.</param>
/// <param name="name">Its name.</param>
/// <param name="game">Its actions; null where they cannot be read.</param>
internal sealed class CheckedSession(string folder, string name, GameDefinition? game)
{
    private KeyHolds? _holds;

    /// <summary>Its files.</summary>
    public SessionFiles Files { get; } = new(folder, name);

    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Its actions; null where they cannot be read.</summary>
    public GameDefinition? Game { get; } = game;

    /// <summary>What was found.</summary>
    public FindingList Findings { get; } = new(folder, name);

    /// <summary>The frame log as it stands; null where it cannot be read.</summary>
    public FrameLines? FrameLines { get; set; }

    /// <summary>The event log as it stands; null where it cannot be read.</summary>
    public EventLines? EventLines { get; set; }

    /// <summary>Frame times; null where they are no clock.</summary>
    public FrameClock? Clock { get; set; }

    /// <summary>Keys, sorted, with the mouse's where the game means actions by it; null where they cannot be read.</summary>
    public EventLog? Log { get; set; }

    /// <summary>Labels; null without a clock, a log or actions.</summary>
    public ActionTimeline? Timeline { get; set; }

    /// <summary>Frames of the segments; null without a clock, or where the markers do not fit each other.</summary>
    public FightIntervals? Segments { get; set; }

    /// <summary>The video; null where there is none that can be opened.</summary>
    public VideoFacts? Video { get; set; }

    /// <summary>The pictures; null where they were not read.</summary>
    public CheckedPictures? Pictures { get; set; }

    /// <summary>Seconds by which keys are logged later than the picture shows them; null where that is not known.</summary>
    public double? LabelLag { get; set; }

    /// <summary>When keys were held.</summary>
    public KeyHolds Holds => _holds ??= KeyHold.Of(Log!);

    /// <summary>Seconds from the first to the last frame.</summary>
    public double Seconds => Clock is { } clock ? clock.Times[^1] - clock.Times[0] : 0;

    /// <summary>A place in the event log; line 0 is the mouse's.</summary>
    public FindingPlace EventPlace(int line, double time) => new(line > 0 ? Files.Events : Files.Mouse)
    {
        Line = line,
        Seconds = Clock is { } clock ? Math.Round(time - clock.Times[0], 3) : null,
        Frame = Clock is { } frames && time >= frames.Times[0] && time <= frames.Times[^1] ? FrameAt(time) : null,
    };

    /// <summary>A place in the frame log: frame k is line k + 1.</summary>
    public FindingPlace FramePlace(int frame) => new(Files.Frames)
    {
        Line = frame + 1,
        Frame = frame,
        Seconds = FrameLines is { Times: var times } && frame < times.Length ? Math.Round(times[frame] - times[0], 3) : null,
    };

    /// <summary>A place in the video.</summary>
    public FindingPlace VideoPlace(int frame) => new(Video?.File ?? Files.Video)
    {
        Frame = frame,
        Seconds = Clock is { } clock && frame < clock.Count ? Math.Round(clock.Times[frame] - clock.Times[0], 3) : null,
    };

    /// <summary>The first frame at or after a time, which has its label.</summary>
    public int FrameAt(double time)
    {
        int found = Array.BinarySearch(Clock!.TimeArray, time);
        return Math.Min(found >= 0 ? found : ~found, Clock.Count - 1);
    }
}
