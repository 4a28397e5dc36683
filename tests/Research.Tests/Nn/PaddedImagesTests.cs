using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class PaddedImagesTests
{
    [Theory]
    [InlineData(2, 3, 5, 7)]
    [InlineData(1, 48, 6, 130)] // more than a tile
    public void It_is_what_padding_and_rounding_make(int batch, int channels, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var images = randn(batch, channels, height, width);
        images[0, 0, 0, 0] = float.NaN;
        images[0, 0, 0, 1] = float.PositiveInfinity;
        images[0, 0, 0, 2] = 1 + 1 / 256f; // as near to 1 as to 1 + 1/128
        var padded = nn.functional.pad(images, (1, 2, 0, 3));
        foreach (var (precision, type) in new[] { (Precision.Float32, ScalarType.Float32), (Precision.BFloat16, ScalarType.BFloat16) })
        {
            var (fast, plain) = (PaddedImages.Arrange(images, (0, 3), (1, 2), precision), padded.to(type));
            Assert.Equal(type, fast.dtype);
            Assert.Equal(plain.shape, fast.shape);
            Assert.True(fast.permute(0, 2, 3, 1).is_contiguous());
            Assert.Equal(Numbers(plain), Numbers(fast));
        }

        static float[] Numbers(Tensor tensor) => [.. tensor.to(ScalarType.Float32).contiguous().data<float>()];
    }

    [Fact]
    public void Images_with_a_gradient_keep_it()
    {
        using var scope = NewDisposeScope();
        var images = ones(1, 2, 3, 3).requires_grad_();
        PaddedImages.Arrange(images, (0, 1), (0, 1), Precision.Float32).sum().backward();
        Assert.Equal(18, images.grad!.sum().item<float>());
    }
}
