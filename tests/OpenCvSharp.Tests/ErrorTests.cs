namespace OpenCvSharp.Tests;

public sealed class ErrorTests
{
    [Fact]
    public void An_error_of_OpenCV_names_the_call_the_sizes_and_its_own_words()
    {
        using var empty = new Mat();
        using var result = new Mat();

        var error = Assert.Throws<OpenCVException>(() => Cv2.Resize(empty, result, new Size(128, 72)));

        Assert.Equal("Cv2.Resize(0x0 CV_8UC1 to 128x72, Linear): !ssize.empty() (in OpenCV's resize, StsAssert)", error.Message);
        Assert.Equal((ErrorCode.StsAssert, "resize"), (error.Status, error.FuncName));
        Assert.EndsWith("resize.cpp", error.FileName);
        Assert.True(error.Line > 0);
    }

    [Fact]
    public void Sizes_and_types_that_do_not_go_together_are_named()
    {
        using var color = new Mat(4, 6, MatType.CV_8UC3, 0);
        using var gray = new Mat(4, 5, MatType.CV_8UC1, 0);
        using var result = new Mat();

        Assert.StartsWith("Cv2.Absdiff(6x4 CV_8UC3, 5x4 CV_8UC1): ", Assert.Throws<OpenCVException>(() => Cv2.Absdiff(color, gray, result)).Message);
        Assert.StartsWith("Cv2.CvtColor(5x4 CV_8UC1, BGR2GRAY): ",
            Assert.Throws<OpenCVException>(() => Cv2.CvtColor(gray, result, ColorConversionCodes.BGR2GRAY)).Message);
        Assert.StartsWith("Mat.SubMat(4x4 at (3, 0)) of 6x4 CV_8UC3: ", Assert.Throws<OpenCVException>(() => color[new Rect(3, 0, 4, 4)]).Message);
        Assert.StartsWith("Cv2.ImWrite('/tmp/a.nonsense', 6x4 CV_8UC3): could not find a writer for the specified extension",
            Assert.Throws<OpenCVException>(() => Cv2.ImWrite("/tmp/a.nonsense", color)).Message);
        Assert.Equal("5x4 CV_8UC1 does not fit into 2x2 CV_8UC3.",
            Assert.Throws<OpenCvSharpException>(() => color[new Rect(0, 0, 2, 2)] = gray).Message);
    }

    [Fact]
    public void Pixels_outside_and_of_another_size_are_refused()
    {
        using var gray = new Mat(4, 5, MatType.CV_8UC1, 0);

        Assert.Equal("There is no pixel at row 4, column 0 of 5x4.", Assert.Throws<ArgumentOutOfRangeException>(() => gray.At<byte>(4, 0)).Message);
        Assert.Equal("There is no pixel at row 0, column -1 of 5x4.",
            Assert.Throws<ArgumentOutOfRangeException>(() => gray.GetGenericIndexer<byte>()[0, -1]).Message);
        Assert.Equal("A pixel of CV_8UC1 has 1 bytes, not 3.", Assert.Throws<ArgumentOutOfRangeException>(() => gray.Get<Vec3b>(0, 0)).Message);
        Assert.Equal("5x4 CV_8UC1 holds 20 values of Byte; the array has 3.", Assert.Throws<OpenCvSharpException>(() => gray.SetArray<byte>(1, 2, 3)).Message);
        Assert.Equal("5x4 CV_8UC1 needs 20 bytes; the array has 19. (Parameter 'data')",
            Assert.Throws<ArgumentException>(() => Mat.FromPixelData(4, 5, MatType.CV_8UC1, new byte[19])).Message);
    }

    [Fact]
    public void Absent_and_broken_images_are_empty_as_in_OpenCV()
    {
        using var absent = Cv2.ImRead("/nowhere/a.png");
        using var broken = Cv2.ImDecode([1, 2, 3, 4], ImreadModes.Color);

        Assert.True(absent.Empty());
        Assert.True(broken.Empty());
        Assert.StartsWith("Cv2.ImDecode(0 bytes, Color): ", Assert.Throws<OpenCVException>(() => Cv2.ImDecode([], ImreadModes.Color)).Message);
    }
}
