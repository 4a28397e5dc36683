using Research.Data;

namespace OpenCvSharp.Tests;

/// <summary>Pixel for pixel what OpenCV-Python makes; see tests/fixtures/vision_parity.py.</summary>
public sealed class ParityTests
{
    private static readonly Scalar Blue = new(255, 64, 0), Green = new(0, 200, 30), Red = new(10, 20, 250), White = Scalar.White;
    private static readonly Npz Expected = Npz.Open(Path.Combine(AppContext.BaseDirectory, "vision", "images.npz"));

    [Fact]
    public void Resize()
    {
        using var picture = Load("picture");
        using var result = new Mat();
        Cv2.Resize(picture, result, new Size(128, 72));
        AssertSame("linear", result);
        using var gray = new Mat();
        Cv2.CvtColor(result, gray, ColorConversionCodes.BGR2GRAY);
        AssertSame("linear_gray", gray);
        Cv2.Resize(picture, result, new Size(50, 40), interpolation: InterpolationFlags.Nearest);
        AssertSame("nearest", result);
        Cv2.Resize(picture, result, new Size(40, 30), interpolation: InterpolationFlags.Area);
        AssertSame("area", result);
        Cv2.Resize(picture, result, default, 1.5, 1.25, InterpolationFlags.Cubic);
        AssertSame("cubic", result);
    }

    [Fact]
    public void Colours_and_filters()
    {
        using var picture = Load("picture");
        using var flipped = new Mat(picture.Size(), picture.Type());
        for (int row = 0; row < picture.Rows; row++)
        {
            using var from = picture[new Rect(0, row, picture.Cols, 1)];
            flipped[new Rect(0, picture.Rows - 1 - row, picture.Cols, 1)] = from;
        }

        using var result = new Mat();
        Cv2.CvtColor(picture, result, ColorConversionCodes.BGR2RGB);
        AssertSame("rgb", result);
        Cv2.CvtColor(picture, result, ColorConversionCodes.BGR2HSV);
        AssertSame("hsv", result);
        Cv2.GaussianBlur(picture, result, new Size(5, 5), 1.2);
        AssertSame("blur", result);
        Cv2.AddWeighted(picture, 0.3, flipped, 0.6, 10, result);
        AssertSame("weighted", result);
        Cv2.Absdiff(picture, flipped, result);
        AssertSame("absdiff", result);
        var mean = Cv2.Mean(picture);
        Assert.Equal(Expected["mean"].Values<double>(), new[] { mean.Val0, mean.Val1, mean.Val2, mean.Val3 });
    }

    [Fact]
    public void Shapes()
    {
        using var canvas = new Mat(120, 200, MatType.CV_8UC3, Scalar.Black);
        Cv2.Rectangle(canvas, new Point(5, 5), new Point(60, 40), Blue, 2);
        Cv2.Rectangle(canvas, new Rect(70, 5, 30, 20), Green, Cv2.FILLED);
        Cv2.Line(canvas, 0, 119, 199, 60, Red, 3, LineTypes.AntiAlias);
        Cv2.Circle(canvas, 150, 30, 20, White, 1, LineTypes.AntiAlias);
        Cv2.Circle(canvas, new Point(150, 30), 8, Red, Cv2.FILLED);
        Cv2.Ellipse(canvas, new Point(40, 80), new Size(30, 12), 20, 0, 300, Green, 2, LineTypes.Link8);
        Point[] star = [new(100, 60), new(110, 90), new(80, 72), new(120, 72), new(90, 90)];
        Cv2.FillPoly(canvas, [star], Blue, LineTypes.AntiAlias);
        Cv2.FillConvexPoly(canvas, [new(140, 60), new(190, 70), new(160, 110)], Green);
        Cv2.Polylines(canvas, [star.Select(p => p + new Point(5, 20)), star.Select(p => p - new Point(60, 40))], true, White, 1, LineTypes.Link4);

        AssertSame("shapes", canvas);
    }

    [Fact]
    public void Text()
    {
        using var canvas = new Mat(120, 260, MatType.CV_8UC3, Scalar.All(30));
        Cv2.PutText(canvas, "JUMP (n=21)", new Point(5, 30), HersheyFonts.HersheySimplex, 0.8, White, 2, LineTypes.AntiAlias);
        Cv2.PutText(canvas, "Frame 17", new Point(5, 70), HersheyFonts.HersheyDuplex, 0.6, Red);
        Cv2.PutText(canvas, "HUMAN / AI", new Point(5, 110), HersheyFonts.HersheyPlain, 1.5, Green, 1, LineTypes.Link4);
        var size = Cv2.GetTextSize("JUMP (n=21)", HersheyFonts.HersheySimplex, 0.8, 2, out int baseLine);

        AssertSame("text", canvas);
        Assert.Equal(Expected["text_size"].Values<int>(), new[] { size.Width, size.Height, baseLine });
    }

    [Fact]
    public void Image_files()
    {
        using var picture = Load("picture");
        using var decoded = Cv2.ImDecode(Expected["png"].Values<byte>(), ImreadModes.Color);
        AssertSame("picture", decoded);

        Assert.True(Cv2.ImEncode(".png", picture, out byte[] png));
        Assert.Equal(Expected["png"].Values<byte>(), png);
        string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".png");
        Assert.True(Cv2.ImWrite(file, picture, new ImageEncodingParam(ImwriteFlags.PngCompression, 9)));
        using var read = Cv2.ImRead(file);
        File.Delete(file);
        AssertSame("picture", read);
        Cv2.ImEncode(".jpg", picture, out byte[] good, new ImageEncodingParam(ImwriteFlags.JpegQuality, 95));
        Cv2.ImEncode(".jpg", picture, out byte[] poor, new ImageEncodingParam(ImwriteFlags.JpegQuality, 20));
        Assert.InRange(poor.Length, 100, good.Length / 2);
    }

    private static Mat Load(string name) => Mat.FromPixelData(Expected[name].Shape[0], Expected[name].Shape[1], MatType.CV_8UC3, Expected[name].Values<byte>());

    private static void AssertSame(string name, Mat actual)
    {
        var shape = Expected[name].Shape;
        Assert.Equal((shape[0], shape[1], shape.ElementAtOrDefault(2) is var c and > 0 ? c : 1), (actual.Rows, actual.Cols, actual.Channels()));
        Assert.True(actual.GetArray(out byte[] pixels));
        Assert.Equal(Expected[name].Values<byte>(), pixels);
    }
}
