using OpenCvSharp;
using Research.Alignment;
using Research.Overlay;

namespace Research.Tests.Overlay;

public class OverlayRendererTests
{
    private const int Frames = 100;
    private static readonly Size Game = new(640, 360);

    /// <summary>SHOOT held from frame 20 to 59, JUMP at 40.</summary>
    private static readonly ActionTimeline Human =
        Timeline(frame => (frame is >= 20 and < 60 ? Bit("SHOOT") : 0) | (frame == 40 ? Bit("JUMP") : 0));

    /// <summary>The model holds SHOOT everywhere.</summary>
    private static readonly ActionTimeline Model = Timeline(_ => Bit("SHOOT"));

    [Fact]
    public void The_game_stands_at_the_top_left_with_a_panel_of_400_beside_and_a_timeline_of_140_below()
    {
        using var renderer = new OverlayRenderer(Human, Model, Game);
        using var game = new Mat(Game.Height, Game.Width, MatType.CV_8UC3, new Scalar(10, 200, 30));
        using var overlay = renderer.Draw(40, game);
        Save(overlay, "overlay-renderer");

        Assert.Equal((1040, 500), (overlay.Width, overlay.Height));
        Assert.Equal(new Vec3b(10, 200, 30), overlay.At<Vec3b>(0, 0));
        Assert.Equal(new Vec3b(10, 200, 30), overlay.At<Vec3b>(359, 639));
        Assert.Equal(new Vec3b(0, 0, 0), overlay.At<Vec3b>(0, 640));
    }

    [Theory]
    [InlineData(0, "SHOOT", false, true)]
    [InlineData(20, "SHOOT", true, true)]
    [InlineData(59, "SHOOT", true, true)]
    [InlineData(60, "SHOOT", false, true)]
    [InlineData(40, "JUMP", true, false)]
    public void A_lamp_is_lit_green_for_the_human_and_red_for_the_model_while_the_action_is_held(
        int frame, string action, bool human, bool model)
    {
        using var renderer = new OverlayRenderer(Human, Model, Game);
        using var game = new Mat(Game.Height, Game.Width, MatType.CV_8UC3, new Scalar(0, 0, 0));
        using var overlay = renderer.Draw(frame, game);
        int y = 80 + ActionSet.Cuphead.IndexOf(action) * 35;

        Assert.Equal(human ? new Vec3b(0, 255, 0) : new Vec3b(0, 0, 0), overlay.At<Vec3b>(y, 640 + 20 + 20));
        Assert.Equal(model ? new Vec3b(0, 0, 255) : new Vec3b(0, 0, 0), overlay.At<Vec3b>(y, 640 + 200 + 20));
    }

    [Fact]
    public void A_frame_without_a_prediction_shows_no_lamp_and_a_grey_bar()
    {
        var model = new ActionTimeline(ActionSet.Cuphead, Enumerable.Range(0, Frames)
            .Select(i => i < 50 ? 0 : Bit("SHOOT")))
        { Unknown = Enumerable.Range(0, 50).ToHashSet() };
        using var renderer = new OverlayRenderer(Human, model, Game);
        using var game = new Mat(Game.Height, Game.Width, MatType.CV_8UC3, new Scalar(0, 0, 0));
        using var unknown = renderer.Draw(30, game);
        using var known = renderer.Draw(70, game);
        Save(unknown, "overlay-no-prediction");
        int y = 80 + ActionSet.Cuphead.IndexOf("SHOOT") * 35, x = 640 + 200 + 20;

        Assert.Equal(new Vec3b(100, 100, 100), unknown.At<Vec3b>(y, x)); // a dash
        Assert.Equal(new Vec3b(0, 0, 255), known.At<Vec3b>(y, x));
        int bar = 360 + 20 * ActionSet.Cuphead.IndexOf("SHOOT") + 15;
        Assert.Equal(new Vec3b(40, 40, 40), known.At<Vec3b>(bar, 70 + 25 * (1040 - 70) / Frames));
        Assert.Equal(new Vec3b(0, 0, 150), known.At<Vec3b>(bar, 70 + 75 * (1040 - 70) / Frames - 3));
    }

    [Fact]
    public void Bars_start_and_end_at_their_frames_human_above_model_and_the_playhead_stands_at_the_frame()
    {
        using var renderer = new OverlayRenderer(Human, Model, Game);
        using var game = new Mat(Game.Height, Game.Width, MatType.CV_8UC3, new Scalar(0, 0, 0));
        using var overlay = renderer.Draw(80, game);
        int row = 360 + 20 * ActionSet.Cuphead.IndexOf("SHOOT");
        int Column(int frame) => 70 + frame * (1040 - 70) / Frames;

        Assert.Equal(new Vec3b(20, 20, 20), overlay.At<Vec3b>(row + 5, Column(20) - 1));
        Assert.Equal(new Vec3b(0, 150, 0), overlay.At<Vec3b>(row + 5, Column(20)));
        Assert.Equal(new Vec3b(0, 150, 0), overlay.At<Vec3b>(row + 5, Column(60) - 1));
        Assert.Equal(new Vec3b(20, 20, 20), overlay.At<Vec3b>(row + 5, Column(60)));
        Assert.Equal(new Vec3b(0, 0, 150), overlay.At<Vec3b>(row + 14, Column(20) - 1));
        Assert.Equal(new Vec3b(255, 255, 255), overlay.At<Vec3b>(row + 14, Column(80)));
        Assert.Equal(new Vec3b(0, 150, 0), overlay.At<Vec3b>(360 + 20 * ActionSet.Cuphead.IndexOf("JUMP") + 5, Column(40) + 2));
    }

    [Fact]
    public void Timelines_and_frames_that_do_not_fit_are_refused()
    {
        var shorter = new ActionTimeline(ActionSet.Cuphead, new uint[99]);
        using var renderer = new OverlayRenderer(Human, Model, Game);
        using var small = new Mat(72, 128, MatType.CV_8UC3, new Scalar(0, 0, 0));

        Assert.Equal("The player's timeline has 100 frames × 7 actions, the model's 99 × 7. (Parameter 'model')",
            Assert.Throws<ArgumentException>(() => new OverlayRenderer(Human, shorter, Game)).Message);
        Assert.Equal("The lamps of an overlay need frames of 160 pixels at least, not 128 × 72. (Parameter 'frameSize')",
            Assert.Throws<ArgumentException>(() => new OverlayRenderer(Human, Model, new Size(128, 72))).Message);
        Assert.Equal("Frame 3 is 128 × 72; the overlay is laid out for 640 × 360. (Parameter 'game')",
            Assert.Throws<ArgumentException>(() => renderer.Draw(3, small)).Message);
    }

    private static uint Bit(string action) => 1u << ActionSet.Cuphead.IndexOf(action);

    private static ActionTimeline Timeline(Func<int, uint> held) =>
        new(ActionSet.Cuphead, Enumerable.Range(0, Frames).Select(held));

    /// <summary>Keeps the picture where FIGURE_SAMPLES names a folder, to be looked at.</summary>
    private static void Save(Mat picture, string name)
    {
        if (Environment.GetEnvironmentVariable("FIGURE_SAMPLES") is { Length: > 0 } folder)
        {
            Cv2.ImWrite(Path.Combine(folder, name + ".png"), picture);
        }
    }
}
