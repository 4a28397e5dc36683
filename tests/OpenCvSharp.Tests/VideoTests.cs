namespace OpenCvSharp.Tests;

public sealed class VideoTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("opencv-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_back()
    {
        string file = Path.Combine(_folder, "a.avi");
        using (var writer = new VideoWriter(file, FourCC.MJPG, 25, new Size(64, 48)))
        {
            Assert.True(writer.IsOpened());
            using var frame = new Mat(48, 64, MatType.CV_8UC3);
            for (int i = 0; i < 20; i++)
            {
                frame.SetTo(Scalar.All(10 * i));
                writer.Write(frame);
            }
        }

        using var capture = new VideoCapture(file, VideoCaptureAPIs.FFMPEG);
        Assert.True(capture.IsOpened());
        Assert.Equal("FFMPEG", capture.GetBackendName());
        Assert.Equal((20, 25.0, 64, 48), (capture.FrameCount, capture.Fps, capture.FrameWidth, capture.FrameHeight));
        Assert.Equal("MJPG", new FourCC((int)capture.Get(VideoCaptureProperties.FourCC)).ToString());
        using var read = new Mat();
        for (int i = 0; i < 20; i++)
        {
            Assert.True(i % 2 == 0 ? capture.Read(read) : capture.Grab() && capture.Retrieve(read));
            Assert.InRange(Cv2.Mean(read).Val1, 10 * i - 3, 10 * i + 3);
        }

        Assert.False(capture.Read(read));
        Assert.True(read.Empty());
        capture.PosFrames = 5;
        Assert.True(capture.Read(read));
        Assert.InRange(Cv2.Mean(read).Val1, 47, 53);
    }

    [Fact]
    public void A_frame_that_does_not_fit_is_refused_with_its_number()
    {
        string file = Path.Combine(_folder, "a.mp4");
        using var writer = new VideoWriter(file, FourCC.FromString("mp4v"), 10, new Size(64, 48));
        using var fits = new Mat(48, 64, MatType.CV_8UC3, 0);
        using var gray = new Mat(48, 64, MatType.CV_8UC1, 0);
        using var large = new Mat(72, 128, MatType.CV_8UC3, 0);
        writer.Write(fits);

        Assert.Equal($"VideoWriter.Write: frame 1 of '{file}' is 64x48 CV_8UC1; the video was opened for 64x48 CV_8UC3.",
            Assert.Throws<OpenCvSharpException>(() => writer.Write(gray)).Message);
        Assert.Equal($"VideoWriter.Write: frame 1 of '{file}' is 128x72 CV_8UC3; the video was opened for 64x48 CV_8UC3.",
            Assert.Throws<OpenCvSharpException>(() => writer.Write(large)).Message);
        writer.Release();
        Assert.Equal($"VideoWriter.Write: '{file}' is not open.", Assert.Throws<OpenCvSharpException>(() => writer.Write(fits)).Message);
        using var none = new VideoWriter();
        Assert.Equal("VideoWriter.Write: no file was opened.", Assert.Throws<OpenCvSharpException>(() => none.Write(fits)).Message);
    }

    [Fact]
    public void What_cannot_be_opened_is_not_open()
    {
        using var unknownCodec = new VideoWriter(Path.Combine(_folder, "a.mp4"), VideoCaptureAPIs.FFMPEG, FourCC.FromString("????"), 10, new Size(64, 48));
        using var noFolder = new VideoWriter("/nowhere/a.mp4", VideoCaptureAPIs.FFMPEG, FourCC.FromString("mp4v"), 10, new Size(64, 48));
        using var absent = new VideoCapture("/nowhere/a.mp4", VideoCaptureAPIs.FFMPEG);

        Assert.False(unknownCodec.IsOpened());
        Assert.False(noFolder.IsOpened());
        Assert.False(absent.IsOpened());
        Assert.Equal(VideoWriter.FourCC("mp4v"), VideoWriter.FourCC('m', 'p', '4', 'v'));
        Assert.Throws<ArgumentException>(() => VideoWriter.FourCC("mp4"));
    }
}
