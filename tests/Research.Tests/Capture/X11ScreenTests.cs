using Research.Capture;
using Research.Capture.X11;
using Research.TestDisplay;

namespace Research.Tests.Capture;

public sealed class X11ScreenTests
{
    private const int Width = 101, Height = 75, Left = 13, Top = 21;

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_pixel_of_a_window_a_region_and_the_screen_is_captured_as_it_was_drawn(bool shared)
    {
        using var display = Displays.Start(options: shared ? [] : ["-extension", "MIT-SHM"]);
        byte[] picture = Noise(Width, Height);
        using var window = new PictureWindow(display.Name, "Cuphead", Left, Top, Width, Height, picture);

        using var ofWindow = X11ScreenSource.Open(new CaptureArea.Window("cup"), display.Name);
        Assert.Equal((Width - 1, Height - 1, $"window 'Cuphead' on {display.Name}", shared),
            (ofWindow.Width, ofWindow.Height, ofWindow.Description, ofWindow.IsShared));
        AssertShows(Capture(ofWindow), ofWindow.Width, 0, 0, picture, Width, Height);

        using var ofRegion = X11ScreenSource.Open(new CaptureArea.Region(3, 5, 131, 110), display.Name);
        Assert.Equal((130, 110, $"region 3,5,131,110 of {display.Name}"),
            (ofRegion.Width, ofRegion.Height, ofRegion.Description));
        AssertShows(Capture(ofRegion), ofRegion.Width, Left - 3, Top - 5, picture, Width, Height);

        using var ofScreen = X11ScreenSource.Open(new CaptureArea.WholeScreen(), display.Name);
        Assert.Equal((320, 240, $"screen on {display.Name}"), (ofScreen.Width, ofScreen.Height, ofScreen.Description));
        AssertShows(Capture(ofScreen), 320, Left, Top, picture, Width, Height);
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_window_is_followed_where_it_moves_and_what_of_it_cannot_be_seen_is_black(bool shared)
    {
        using var display = Displays.Start(options: shared ? [] : ["-extension", "MIT-SHM"]);
        byte[] picture = Noise(100, 60);
        using var window = new PictureWindow(display.Name, "Cuphead", 0, 0, 100, 60, picture);
        using var source = X11ScreenSource.Open(new CaptureArea.Window("Cuphead"), display.Name);

        window.Place(150, 90, 100, 60);
        AssertShows(Capture(source), 100, 0, 0, picture, 100, 60);

        window.Place(-30, 205, 100, 60); // 30 columns and 25 rows are outside
        AssertShows(Capture(source), 100, 0, 0, Masked(picture, (x, y) => x >= 30 && y < 35), 100, 60);

        window.Place(400, 90, 100, 60);
        AssertShows(Capture(source), 100, 0, 0, new byte[picture.Length], 100, 60);

        window.Hide();
        AssertShows(Capture(source), 100, 0, 0, new byte[picture.Length], 100, 60);
    }

    [SkippableFact]
    public void A_window_that_is_not_there_or_stands_for_several_is_refused_by_name()
    {
        using var display = Displays.Start();
        Assert.Equal($"{display.Name}: found no window whose title holds 'Cuphead' (none has a title); expected one.",
            Refusal(display, new CaptureArea.Window("Cuphead")));

        byte[] picture = Noise(20, 20);
        using var wiki = new PictureWindow(display.Name, "Cuphead wiki", 0, 0, 20, 20, picture);
        using var game = new PictureWindow(display.Name, "Cuphead 1.3", 30, 0, 20, 20, picture);
        Assert.Equal(
            $"{display.Name}: found no window whose title holds 'Celeste' (there is 'Cuphead 1.3', 'Cuphead wiki'); expected "
            + "one.",
            Refusal(display, new CaptureArea.Window("Celeste")));
        Assert.Equal(
            $"{display.Name}: found 2 windows whose titles hold 'Cuphead', 'Cuphead 1.3', 'Cuphead wiki'; expected one: give "
            + "more of its title.",
            Refusal(display, new CaptureArea.Window("Cuphead")));

        game.Rename("Cuphead");
        using var exact = X11ScreenSource.Open(new CaptureArea.Window("Cuphead"), display.Name);
        Assert.Equal($"window 'Cuphead' on {display.Name}", exact.Description);
    }

    [SkippableFact]
    public void A_window_that_is_closed_or_resized_is_an_error_that_says_so()
    {
        using var display = Displays.Start();
        using var resized = new PictureWindow(display.Name, "resized", 0, 0, 40, 20, Noise(40, 20));
        using var ofResized = X11ScreenSource.Open(new CaptureArea.Window("resized"), display.Name);
        resized.Place(0, 0, 60, 30);
        Assert.Equal($"window 'resized' on {display.Name}: found 60×30 pixels; expected 40×20, as when the recording began.",
            Assert.Throws<IOException>(() => Capture(ofResized)).Message);

        using var closed = new PictureWindow(display.Name, "closed", 0, 0, 40, 20, Noise(40, 20));
        using var ofClosed = X11ScreenSource.Open(new CaptureArea.Window("closed"), display.Name);
        closed.Dispose();
        Assert.Equal($"window 'closed' on {display.Name}: found that it was closed; expected it to stay while recording.",
            Assert.Throws<IOException>(() => Capture(ofClosed)).Message);
    }

    [SkippableFact]
    public void A_source_that_is_disposed_is_not_used_again()
    {
        using var display = Displays.Start();
        var source = X11ScreenSource.Open(new CaptureArea.WholeScreen(), display.Name);
        source.Dispose();
        source.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Capture(source));
    }

    [SkippableFact]
    public void An_X_server_that_ends_does_not_end_the_process()
    {
        using var display = Displays.Start();
        using var source = X11ScreenSource.Open(new CaptureArea.WholeScreen(), display.Name);
        Capture(source);
        display.Kill();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal($"{display.Name}: found that the X server ended the connection; expected it to stay while recording.",
                Assert.Throws<IOException>(() => Capture(source)).Message);
        }

        Assert.Equal($"{display.Name}: found no X server that lets this program in; expected one, as DISPLAY says.",
            Refusal(display, new CaptureArea.WholeScreen()));
    }

    [SkippableFact]
    public void A_region_outside_the_screen_one_of_a_single_pixel_and_other_pixels_are_refused()
    {
        using var display = Displays.Start();
        Assert.Equal(
            $"{display.Name}: found the region 300,0,40,40 on a screen of 320×240 pixels; expected a region within it, of two "
            + "pixels at least each way.",
            Refusal(display, new CaptureArea.Region(300, 0, 40, 40)));
        Assert.Contains("found the region 0,0,1,40 on a screen", Refusal(display, new CaptureArea.Region(0, 0, 1, 40)));
        Assert.Contains("found the region -2,0,40,40 on a screen", Refusal(display, new CaptureArea.Region(-2, 0, 40, 40)));

        using var source = X11ScreenSource.Open(new CaptureArea.Region(0, 0, 40, 40), display.Name);
        Assert.StartsWith($"region 0,0,40,40 of {display.Name}: found room for 10 bytes; expected 6400, 40×40 pixels of 4.",
            Assert.Throws<ArgumentException>(() => source.Capture(new byte[10])).Message);

        using var coarse = Displays.Start(depth: 16);
        Assert.Equal($"{coarse.Name}: found pixels of 16 bits; expected 24 or 32.",
            Assert.Throws<NotSupportedException>(() => X11ScreenSource.Open(new CaptureArea.WholeScreen(), coarse.Name)).Message);
    }

    private static string Refusal(VirtualDisplay display, CaptureArea area) =>
        Assert.Throws<IOException>(() => X11ScreenSource.Open(area, display.Name)).Message;

    private static byte[] Capture(X11ScreenSource source)
    {
        byte[] pixels = new byte[source.Width * source.Height * 4];
        new Random(2).NextBytes(pixels); // what is not written stands out
        source.Capture(pixels);
        return pixels;
    }

    private static byte[] Noise(int width, int height)
    {
        byte[] pixels = new byte[width * height * 4];
        new Random(1).NextBytes(pixels);
        return pixels;
    }

    private static byte[] Masked(byte[] picture, Func<int, int, bool> visible) =>
        [.. picture.Select((value, i) => visible(i / 4 % 100, i / 400) ? value : (byte)0)];

    /// <summary>A picture at a place, black around it.</summary>
    private static void AssertShows(
        byte[] captured, int width, int left, int top, byte[] picture, int pictureWidth, int pictureHeight)
    {
        for (int i = 0; i < captured.Length / 4; i++)
        {
            int x = i % width - left, y = i / width - top;
            bool inside = x >= 0 && x < pictureWidth && y >= 0 && y < pictureHeight;
            for (int channel = 0; channel < 3; channel++)
            {
                byte expected = inside ? picture[(y * pictureWidth + x) * 4 + channel] : (byte)0;
                if (captured[i * 4 + channel] != expected)
                {
                    Assert.Fail($"Channel {channel} at {i % width},{i / width} is {captured[i * 4 + channel]}, not {expected}.");
                }
            }
        }
    }
}
