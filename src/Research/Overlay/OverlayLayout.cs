namespace Research.Overlay;

/// <summary>
/// Where things stand in an overlay video: the game at the top left, the lamps right of it, the timeline below both.
/// </summary>
/// <param name="FrameWidth">Width of the game's frames, pixels.</param>
/// <param name="FrameHeight">Height of the game's frames, pixels.</param>
/// <param name="Actions">Number of actions.</param>
/// <param name="Frames">Number of frames of the video.</param>
/// <remarks>Source: Cuphead report, section 4.3 and its listing "Video Overlay Analysis".</remarks>
internal sealed record OverlayLayout(int FrameWidth, int FrameHeight, int Actions, int Frames)
{
    public const int PanelWidth = 400;
    public const int TimelineHeight = 140;
    public const int LabelWidth = 70;
    private const int Padding = 2;

    public int Width => FrameWidth + PanelWidth;

    public int Height => FrameHeight + TimelineHeight;

    private int RowHeight => TimelineHeight / Actions;

    /// <summary>Vertical distance of two lamps: 35 pixels, less where the frame is too low for that.</summary>
    public int LampSpacing => Math.Min(35, (FrameHeight - LampsTop - 10) / Actions);

    public int LampsTop => Math.Min(80, FrameHeight / 6 + 20);

    /// <summary>Timeline column at which a frame begins.</summary>
    public int ColumnOf(int frame) => LabelWidth + (int)((long)frame * (Width - LabelWidth) / Frames);

    /// <summary>
    /// Timeline rows of an action, as offsets from the timeline's top: all of it, the human's half, the model's.
    /// </summary>
    public (int Top, int Bottom) Row(int action) => (action * RowHeight, (action + 1) * RowHeight);

    /// <summary>The upper half of an action's row.</summary>
    public (int Top, int Bottom) HumanBar(int action) => (action * RowHeight + Padding, action * RowHeight + RowHeight / 2 - 1);

    /// <summary>The lower half of an action's row.</summary>
    public (int Top, int Bottom) ModelBar(int action) =>
        (action * RowHeight + RowHeight / 2 + 1, (action + 1) * RowHeight - Padding);
}
