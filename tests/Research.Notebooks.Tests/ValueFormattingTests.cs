using OpenCvSharp;
using TorchSharp;

namespace Research.Notebooks.Tests;

public sealed class ValueFormattingTests
{
    public ValueFormattingTests() => ValueFormatting.Register();

    private static string? Text(object value) => (string?)MimeBundle.Of(value)[MimeBundle.PlainText];

    [Fact]
    public void A_tensor_shows_shape_type_device_and_values()
    {
        using var tensor = torch.tensor(new[] { 1.5f, -20f, 0f, 1e-7f }).reshape(2, 2);
        Assert.Equal("Tensor [2, 2], Float32, cpu\n[[  1.5,   -20],\n [    0, 1E-07]]", Text(tensor));
        Assert.Equal([MimeBundle.Html, MimeBundle.PlainText], MimeBundle.Of(tensor).MimeTypes);
        Assert.Contains("<b>Tensor [2, 2], Float32, cpu</b><pre", (string?)MimeBundle.Of(tensor)[MimeBundle.Html],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Long_dimensions_are_cut_and_odd_tensors_told()
    {
        using var line = torch.arange(100);
        using var batch = torch.zeros(32, 1, 72, 128, requires_grad: true);
        using var scalar = torch.tensor(true);
        using var none = torch.zeros(0, 3);
        var disposed = torch.zeros(1);
        disposed.Dispose();

        Assert.Equal("Tensor [100], Int64, cpu\n[ 0,  1,  2, …, 97, 98, 99]", Text(line));
        Assert.StartsWith("Tensor [32, 1, 72, 128], Float32, cpu, requires grad\n[[[[0, 0, 0, …, 0, 0, 0],\n", Text(batch),
            StringComparison.Ordinal);
        Assert.Equal(1 + 2 * 7 + 1, Text(batch)!.Split('\n').Length);
        Assert.Equal("Tensor [], Bool, cpu\ntrue", Text(scalar));
        Assert.Equal("Tensor [0, 3], Float32, cpu\n[]", Text(none));
        Assert.Equal("Tensor, disposed", Text(disposed));
    }

    [Fact]
    public void An_image_is_a_picture()
    {
        using var image = new Mat(4, 6, MatType.CV_32FC(1), new OpenCvSharp.Scalar(0.5));
        var bundle = MimeBundle.Of(image);

        Assert.Equal("Mat 6×4, CV_32FC1", (string?)bundle[MimeBundle.PlainText]);
        using var read = Cv2.ImDecode(Convert.FromBase64String((string)bundle["image/png"]!), ImreadModes.Unchanged);
        Assert.Equal((6, 4, 128), (read.Width, read.Height, read.At<byte>(2, 3)));
    }
}
