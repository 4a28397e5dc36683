using System.Globalization;
using OpenCvSharp;
using Research.Alignment;

namespace Research.Overlay;

/// <summary>Draws what the player held and what a model would have held beside a frame of the game.</summary>
public sealed class OverlayRenderer : IDisposable
{
    internal const string ModelTitle = "AI MODEL";

    private static readonly Scalar White = new(255, 255, 255), Grey = new(150, 150, 150), Dim = new(100, 100, 100),
        Unlit = new(40, 40, 40), Night = new(20, 20, 20);
    private static readonly Scalar HumanLamp = new(0, 255, 0), ModelLamp = new(0, 0, 255), HumanBar = new(0, 150, 0),
        ModelBar = new(0, 0, 150);

    private readonly ActionTimeline _human;
    private readonly ActionTimeline _model;
    private readonly OverlayLayout _layout;
    private readonly Mat _timeline;
    private readonly string _first, _second;

    /// <summary>Prepares the parts that are the same in every frame.</summary>
    /// <param name="human">What the player held.</param>
    /// <param name="model">What the model would have held, at the same frames.</param>
    /// <param name="frameSize">Size of the game's frames.</param>
    /// <param name="second">What stands above the second lamps.</param>
    /// <param name="first">What stands above the first lamps.</param>
    /// <exception cref="ArgumentException">The timelines differ in length or actions, or the frames are lower than 160
    /// pixels.</exception>
    public OverlayRenderer(ActionTimeline human, ActionTimeline model, Size frameSize, string second = ModelTitle,
        string first = "HUMAN")
    {
        ArgumentNullException.ThrowIfNull(human);
        ArgumentNullException.ThrowIfNull(model);
        if (human.FrameCount != model.FrameCount || human.Actions.Count != model.Actions.Count)
        {
            throw new ArgumentException(
                $"The player's timeline has {human.FrameCount} frames × {human.Actions.Count} actions, the model's "
                + $"{model.FrameCount} × {model.Actions.Count}.", nameof(model));
        }

        if (frameSize.Height < 160)
        {
            throw new ArgumentException(
                $"The lamps of an overlay need frames of 160 pixels at least, not {frameSize.Width} × {frameSize.Height}.",
                nameof(frameSize));
        }

        _human = human;
        _model = model;
        (_first, _second) = (first, second);
        _layout = new OverlayLayout(frameSize.Width, frameSize.Height, human.Actions.Count, human.FrameCount);
        _timeline = DrawTimeline();
    }

    /// <summary>Size of the overlay's frames.</summary>
    public Size Size => new(_layout.Width, _layout.Height);

    /// <summary>The overlay of one frame; the caller disposes it.</summary>
    /// <param name="frame">Index of the frame.</param>
    /// <param name="game">The game's picture at that frame, 8-bit BGR.</param>
    public Mat Draw(int frame, Mat game)
    {
        ArgumentNullException.ThrowIfNull(game);
        if (game.Width != _layout.FrameWidth || game.Height != _layout.FrameHeight)
        {
            throw new ArgumentException(
                $"Frame {frame} is {game.Width} × {game.Height}; the overlay is laid out for {_layout.FrameWidth} × "
                + $"{_layout.FrameHeight}.", nameof(game));
        }

        var canvas = new Mat(_layout.Height, _layout.Width, MatType.CV_8UC3, new Scalar(0, 0, 0));
        using (var view = canvas[new Rect(0, 0, game.Width, game.Height)])
        {
            game.CopyTo(view);
        }

        DrawLamps(canvas, _layout.FrameWidth + 20, _first, _human, frame, HumanLamp);
        DrawLamps(canvas, _layout.FrameWidth + 200, _second, _model, frame, ModelLamp);
        using (var view = canvas[new Rect(0, _layout.FrameHeight, _layout.Width, OverlayLayout.TimelineHeight)])
        {
            _timeline.CopyTo(view);
            DrawPlayhead(view, frame);
        }

        return canvas;
    }

    /// <inheritdoc/>
    public void Dispose() => _timeline.Dispose();

    private void DrawLamps(Mat canvas, int left, string title, ActionTimeline timeline, int frame, Scalar lit)
    {
        Write(canvas, title, left, _layout.LampsTop - 40 + 4, 0.6, White, thickness: 2);
        bool isUnknown = timeline.Unknown.Contains(frame);
        if (isUnknown)
        {
            Write(canvas, "NO PREDICTION", left, _layout.LampsTop - 20, 0.35, Grey);
        }

        for (int action = 0; action < timeline.Actions.Count; action++)
        {
            bool held = timeline[frame, action];
            int y = _layout.LampsTop + action * _layout.LampSpacing;
            if (isUnknown)
            {
                Cv2.Line(canvas, new Point(left + 15, y), new Point(left + 25, y), Dim);
                Write(canvas, timeline.Actions.Names[action], left + 45, y + 5, 0.4, Unlit);
                continue;
            }

            Cv2.Circle(canvas, new Point(left + 20, y), Math.Min(8, _layout.LampSpacing / 2 - 1), held ? lit : Unlit,
                held ? -1 : 1, LineTypes.AntiAlias);
            Write(canvas, timeline.Actions.Names[action], left + 45, y + 5, 0.4, held ? White : Dim);
        }
    }

    private void DrawPlayhead(Mat timeline, int frame)
    {
        int x = _layout.ColumnOf(frame);
        Cv2.Line(timeline, new Point(x, 0), new Point(x, OverlayLayout.TimelineHeight), White);
        string number = frame.ToString(CultureInfo.InvariantCulture);
        int width = Cv2.GetTextSize(number, HersheyFonts.HersheySimplex, 0.4, 1, out _).Width;
        Write(timeline, number, x + 5 + width < _layout.Width ? x + 5 : x - 5 - width, 12, 0.4, White);
    }

    private Mat DrawTimeline()
    {
        var timeline = new Mat(OverlayLayout.TimelineHeight, _layout.Width, MatType.CV_8UC3, Night);
        for (int action = 0; action < _human.Actions.Count; action++)
        {
            var (top, bottom) = _layout.Row(action);
            int textHeight = Cv2.GetTextSize(_human.Actions.Names[action], HersheyFonts.HersheySimplex, 0.4, 1, out _).Height;
            Write(timeline, _human.Actions.Names[action], 5, (top + bottom + textHeight) / 2, 0.4, Grey);
            Cv2.Line(timeline, new Point(0, bottom), new Point(_layout.Width, bottom), Unlit);
            DrawBars(timeline, _human.Presses(action), _layout.HumanBar(action), HumanBar);
            DrawBars(timeline, FrameRange.RunsOf(_model.Unknown.Order()), _layout.ModelBar(action), Unlit);
            DrawBars(timeline, _model.Presses(action), _layout.ModelBar(action), ModelBar);
        }

        return timeline;
    }

    private void DrawBars(Mat timeline, IEnumerable<FrameRange> runs, (int Top, int Bottom) bar, Scalar color)
    {
        foreach (var press in runs)
        {
            Cv2.Rectangle(timeline, new Point(_layout.ColumnOf(press.First), bar.Top),
                new Point(Math.Max(_layout.ColumnOf(press.End) - 1, _layout.ColumnOf(press.First)), bar.Bottom), color, -1);
        }
    }

    private static void Write(Mat canvas, string text, int x, int y, double scale, Scalar color, int thickness = 1) =>
        Cv2.PutText(canvas, text, new Point(x, y), HersheyFonts.HersheySimplex, scale, color, thickness, LineTypes.AntiAlias);
}
