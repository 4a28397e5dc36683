namespace OpenCvSharp.Tests;

public sealed class LifetimeTests
{
    [Fact]
    public void Every_mat_is_given_back()
    {
        long before = Mat.LiveCount;
        for (int i = 0; i < 200; i++)
        {
            using var mat = new Mat(72, 128, MatType.CV_8UC3, 0);
            using var view = mat[new Rect(0, 0, 10, 10)];
            using var clone = view.Clone();
            using var small = new Mat();
            Cv2.Resize(mat, small, new Size(5, 5));
            Cv2.ImEncode(".png", clone, out byte[] png);
            using var decoded = Cv2.ImDecode(png, ImreadModes.Color);
            Assert.Throws<OpenCVException>(() => mat[new Rect(100, 100, 100, 100)]);
            Assert.Throws<ArgumentException>(() => Mat.FromPixelData(9, 9, MatType.CV_8UC1, new byte[3]));
        }

        Assert.Equal(before, Mat.LiveCount);
    }

    [Fact]
    public void A_mat_nobody_disposed_of_is_given_back_too()
    {
        long before = Mat.LiveCount;
        Forget();
        for (int i = 0; i < 10 && Mat.LiveCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(before, Mat.LiveCount);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget()
        {
            _ = new Mat(10, 10, MatType.CV_8UC1);
            _ = Mat.FromPixelData(2, 2, MatType.CV_8UC1, new byte[4]);
        }
    }

    [Fact]
    public void Nothing_works_after_disposal()
    {
        var mat = new Mat(4, 4, MatType.CV_8UC1, 0);
        using var other = new Mat();
        var indexer = mat.GetGenericIndexer<byte>();
        mat.Dispose();
        mat.Dispose();

        Assert.Throws<ObjectDisposedException>(() => mat.Rows);
        Assert.Throws<ObjectDisposedException>(() => mat.Clone());
        Assert.Throws<ObjectDisposedException>(() => indexer[0, 0]);
        Assert.Throws<ObjectDisposedException>(() => mat.At<byte>(0, 0));
        var error = Assert.Throws<ObjectDisposedException>(() => Cv2.Resize(mat, other, new Size(1, 1)));
        Assert.Equal("OpenCvSharp.Mat", error.ObjectName);
        Assert.Equal("Mat [ disposed ]", mat.ToString());

        var capture = new VideoCapture();
        capture.Dispose();
        capture.Dispose();
        Assert.Equal("OpenCvSharp.VideoCapture", Assert.Throws<ObjectDisposedException>(() => capture.Grab()).ObjectName);
        var writer = new VideoWriter();
        writer.Dispose();
        Assert.Equal("OpenCvSharp.VideoWriter", Assert.Throws<ObjectDisposedException>(() => writer.Write(other)).ObjectName);
    }

    [Fact]
    public void Threads_read_one_mat_at_once_and_each_sees_its_own_error()
    {
        using var source = new Mat(180, 320, MatType.CV_8UC3, new Scalar(9, 8, 7));
        long before = Mat.LiveCount;
        Parallel.For(0, 400, i =>
        {
            using var result = new Mat();
            Cv2.Resize(source, result, new Size(10 + i % 50, 7));
            Assert.Equal((10 + i % 50, new Vec3b(9, 8, 7)), (result.Cols, result.At<Vec3b>(3, 3)));
            var error = Assert.Throws<OpenCVException>(() => source[new Rect(320, 0, i + 1, 1)]);
            Assert.StartsWith($"Mat.SubMat({i + 1}x1 at (320, 0)) of 320x180 CV_8UC3: ", error.Message);
        });

        Assert.Equal(before, Mat.LiveCount);
    }

    [Fact]
    public void Threads_of_OpenCV_are_set_for_the_process()
    {
        int before = Cv2.GetNumThreads();
        Cv2.SetNumThreads(1);
        Assert.Equal(1, Cv2.GetNumThreads());
        Cv2.SetNumThreads(before);
        Assert.Matches(@"^4\.\d+\.\d+$", Cv2.GetVersionString());
        Assert.Contains("Video I/O", Cv2.GetBuildInformation());
    }
}
