using Research.Alignment;
using Research.Capture;
using Research.Capture.X11;
using Research.Checking;
using Research.Sessions;
using Research.TestDisplay;

namespace Research.Tests.Capture;

/// <summary>What happens to a recording when its window is resized, covered, minimised or black.</summary>
public sealed class ScreenChangeTests
{
    [Theory]
    [InlineData(640, 480, 320, 240, 0, 0, 320, 240)]
    [InlineData(1280, 720, 640, 480, 0, 60, 640, 360)]
    [InlineData(300, 400, 640, 480, 140, 0, 360, 480)]
    [InlineData(1, 1000, 320, 240, 159, 0, 1, 240)]
    public void A_picture_is_scaled_with_its_aspect_ratio_kept_and_centred(
        int width, int height, int intoWidth, int intoHeight, int x, int y, int fitWidth, int fitHeight) =>
        Assert.Equal(new PixelRectangle(x, y, fitWidth, fitHeight), LetterBox.Fit(width, height, intoWidth, intoHeight));

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_window_of_another_size_is_scaled_into_the_first_size_and_back(bool shared)
    {
        using var display = Displays.Start(options: shared ? [] : ["-extension", "MIT-SHM"]);
        using var window = new PictureWindow(display.Name, "game", 0, 0, 80, 60, Colored(80, 60, 200));
        using var source = X11ScreenSource.Open(new CaptureArea.Window("game"), display.Name, followsSize: true);
        byte[] pixels = new byte[80 * 60 * 4];
        source.Capture(pixels);
        Assert.Equal((new ScreenState(80, 60, Visibility.Visible), 200), (source.State, Brightness(pixels, 1, 1)));

        window.Place(0, 0, 160, 60); // half as high in the video: rows 15 to 44
        source.Capture(pixels);
        Assert.Equal(new ScreenState(160, 60, Visibility.Visible), source.State);
        Assert.Equal((0, 200, 200, 0), (Brightness(pixels, 40, 13), Brightness(pixels, 1, 17), Brightness(pixels, 78, 42),
            Brightness(pixels, 40, 46)));

        window.Place(-30, 0, 160, 60); // what is outside the screen is black
        source.Capture(pixels);
        Assert.Equal((new ScreenState(160, 60, Visibility.Covered), 0, 200), (source.State, Brightness(pixels, 5, 30),
            Brightness(pixels, 60, 30)));

        window.Place(0, 0, 80, 60);
        source.Capture(pixels);
        Assert.Equal((new ScreenState(80, 60, Visibility.Visible), 200), (source.State, Brightness(pixels, 1, 1)));
    }

    [SkippableFact]
    public void A_window_is_covered_while_another_one_meets_it_and_hidden_while_it_is_not_mapped()
    {
        using var display = Displays.Start();
        using var game = new PictureWindow(display.Name, "game", 0, 0, 80, 60, Colored(80, 60, 200));
        using var other = new PictureWindow(display.Name, "other", 60, 40, 80, 60, Colored(80, 60, 90));
        using var source = X11ScreenSource.Open(new CaptureArea.Window("game"), display.Name);
        Assert.Equal(Visibility.Covered, Seen(source)); // from the start

        other.Place(80, 0, 80, 60);
        Assert.Equal(Visibility.Visible, Seen(source));
        other.Place(79, 0, 80, 60);
        Assert.Equal(Visibility.Covered, Seen(source));
        other.Hide();
        Assert.Equal(Visibility.Visible, Seen(source));
        game.Hide();
        Assert.Equal(Visibility.Hidden, Seen(source));
    }

    [SkippableFact]
    public void A_recording_goes_on_over_a_new_size_a_cover_and_a_minimised_window_and_tells_them()
    {
        using var display = Displays.Start();
        using var folder = new TemporaryFolder();
        using var game = new PictureWindow(display.Name, "game", 0, 0, 80, 60, Colored(80, 60, 200));
        using var other = new PictureWindow(display.Name, "other", 200, 120, 80, 60, Colored(80, 60, 90));
        using var screen = X11ScreenSource.Open(new CaptureArea.Window("game"), display.Name, followsSize: true);
        var recorder = SessionRecorder.Begin(screen, folder.Path, "Train",
            new RecorderOptions { FramesPerSecond = 60, KeepFree = 0 });
        recorder.Log(new KeyStroke("f", KeyTransition.Down, recorder.Start));
        Action[] changes = [() => { }, () => game.Place(0, 0, 160, 90), () => other.Place(20, 20, 80, 60), game.Hide];
        foreach (var change in changes)
        {
            change();
            int frames = recorder.Status.Frames;
            SessionRecorderTests.Await(() => recorder.Status.Frames > frames + 5);
        }

        recorder.End("enough");
        var recorded = SessionRecorderTests.Finish(recorder);
        Assert.False(recorded.IsFault);
        var info = RecordingInfo.Read(recorded.Files.Info);
        var larger = Assert.Single(info.SizeChanges!);
        Assert.Equal((160, 90), (larger.Width, larger.Height));
        Assert.Equal((80, 60), (info.Width, info.Height));
        Assert.InRange(info.Covered!.Value, 4, recorded.Frames - 10);
        Assert.InRange(info.Hidden!.Value, 4, recorded.Frames - 10);
        Assert.Equal(0, info.Black);
        Assert.Equal(
            [
                $"the size changed once, the last time to 160x90 in frame {larger.Frame}: pictures are scaled into 80x60, their "
                    + "aspect ratio kept",
                $"in {info.Covered} frames the window was covered by another one or partly outside the screen",
                $"in {info.Hidden} frames the window was minimised or hidden; they are black",
            ], recorded.Notices);
        Assert.Equal(recorded.Frames, Session.Open(folder.Path, "Train").FrameCount);
        Assert.Equal(0, FolderCheck.Run(folder.Path, new CheckOptions { Pictures = false }).Count(Severity.Error));
    }

    [Fact]
    public void Frames_that_are_all_black_are_counted()
    {
        using var folder = new TemporaryFolder();
        var recorder = SessionRecorder.Begin(new BlackScreen(), folder.Path, "Train",
            new RecorderOptions { FramesPerSecond = 60, KeepFree = 0 });
        SessionRecorderTests.Await(() => recorder.Status.Frames > 3);
        recorder.End("enough");
        var recorded = SessionRecorderTests.Finish(recorder);
        Assert.Equal([$"in {recorded.Frames} frames the picture was all black"], recorded.Notices);
    }

    private static Visibility Seen(X11ScreenSource source)
    {
        source.Capture(new byte[source.Width * source.Height * 4]);
        return source.State.Visibility;
    }

    private static byte[] Colored(int width, int height, byte brightness)
    {
        byte[] pixels = new byte[width * height * 4];
        Array.Fill(pixels, brightness);
        return pixels;
    }

    private static int Brightness(byte[] pixels, int x, int y) => pixels[(y * 80 + x) * 4];

    /// <summary>A screen on which nothing is drawn.</summary>
    private sealed class BlackScreen : IScreenSource
    {
        public string Description => "black";

        public int Width => 32;

        public int Height => 32;

        public void Capture(Span<byte> pixels) => pixels.Clear();

        public void Dispose()
        {
        }
    }
}
