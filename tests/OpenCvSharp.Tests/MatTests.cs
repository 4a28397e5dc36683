namespace OpenCvSharp.Tests;

public sealed class MatTests
{
    [Fact]
    public void A_mat_knows_its_size_and_type()
    {
        using var mat = new Mat(3, 4, MatType.CV_8UC3, new Scalar(1, 2, 3));

        Assert.Equal((3, 4, 4, 3), (mat.Rows, mat.Cols, mat.Width, mat.Height));
        Assert.Equal((MatType.CV_8UC3, MatType.CV_8U, 3), (mat.Type(), mat.Depth(), mat.Channels()));
        Assert.Equal((12L, 3, 12L, true, false), (mat.Total(), mat.ElemSize(), mat.Step(), mat.IsContinuous(), mat.Empty()));
        Assert.Equal(new Size(4, 3), mat.Size());
        Assert.Equal(new Vec3b(1, 2, 3), mat.At<Vec3b>(2, 3));
        Assert.Equal("Mat [ 3*4*CV_8UC3, IsContinuous=True, IsSubmatrix=False ]", mat.ToString());
        using var empty = new Mat();
        Assert.Equal((true, new Size(0, 0), 0L), (empty.Empty(), empty.Size(), empty.Total()));
    }

    [Fact]
    public void A_view_shares_the_pixels_and_a_clone_does_not()
    {
        using var mat = new Mat(10, 10, MatType.CV_8UC1, 0);
        using var view = mat[new Rect(2, 3, 4, 5)];
        using var clone = view.Clone();
        view.SetTo(7);

        Assert.Equal((0, 7, 7, 0), (mat.At<byte>(2, 2), mat.At<byte>(3, 2), mat.At<byte>(7, 5), mat.At<byte>(8, 5)));
        Assert.Equal(20, Cv2.CountNonZero(mat));
        Assert.Equal(0, Cv2.CountNonZero(clone));
        Assert.True(view.IsSubmatrix());
        Assert.False(view.IsContinuous());
        Assert.Equal(10, view.Step());
        Assert.True(view.GetArray(out byte[] pixels));
        Assert.Equal(Enumerable.Repeat((byte)7, 20), pixels);
    }

    [Fact]
    public void Pixels_are_set_through_references_indexers_and_arrays()
    {
        using var mat = new Mat(2, 2, MatType.CV_8UC3, new Scalar());
        mat.At<Vec3b>(0, 0).Item2 = 9;
        mat.Set(0, 1, new Vec3b(1, 2, 3));
        var pixels = mat.GetGenericIndexer<Vec3b>();
        pixels[1, 0] = pixels[0, 1];

        Assert.True(mat.GetArray(out byte[] bytes));
        Assert.Equal([0, 0, 9, 1, 2, 3, 1, 2, 3, 0, 0, 0], bytes);
        mat.SetArray(Enumerable.Range(0, 12).Select(i => (byte)i).ToArray());
        Assert.Equal(new Vec3b(9, 10, 11), mat.Get<Vec3b>(1, 1));
    }

    [Fact]
    public void Conversion_rounds_and_limits()
    {
        using var real = Mat.FromPixelData(1, 4, MatType.CV_32FC1, new[] { -1f, 0.5f, 1.6f, 300f });
        using var bytes = new Mat();
        real.ConvertTo(bytes, MatType.CV_8U);

        Assert.True(bytes.GetArray(out byte[] pixels));
        Assert.Equal([0, 0, 2, 255], pixels);
    }

    [Fact]
    public void A_mat_over_an_array_writes_into_the_array_while_it_or_a_view_lives()
    {
        var array = new byte[12];
        var mat = Mat.FromPixelData(3, 4, MatType.CV_8UC1, array);
        using var view = mat[new Rect(1, 1, 2, 2)];
        mat.Dispose();
        GC.Collect();
        view.SetTo(5);

        Assert.Equal([0, 0, 0, 0, 0, 5, 5, 0, 0, 5, 5, 0], array);
    }

    [Fact]
    public void A_mask_chooses_what_is_copied()
    {
        using var source = new Mat(1, 3, MatType.CV_8UC1, 4);
        using var mask = Mat.FromPixelData(1, 3, MatType.CV_8UC1, new byte[] { 1, 0, 255 });
        using var destination = new Mat(1, 3, MatType.CV_8UC1, 1);
        source.CopyTo(destination, mask);

        Assert.True(destination.GetArray(out byte[] pixels));
        Assert.Equal([4, 1, 4], pixels);
    }
}
