using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class PooledConvolutionTests
{
    [Theory]
    [InlineData(1, 32, 72, 128)] // the first layer of the report's encoder
    [InlineData(1, 8, 7, 9)] // a last row and column without a window
    [InlineData(1, 5, 6, 8)] // channels that fill no vector
    [InlineData(3, 16, 9, 10)]
    [InlineData(32, 64, 18, 32)]
    [InlineData(2, 19, 5, 4)]
    public void It_computes_what_convolution_relu_and_pooling_compute(int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var convolution = nn.Conv2d(inputs, outputs, 3, padding: 1);
        var plain = nn.Sequential(convolution, nn.ReLU(), nn.MaxPool2d(2));
        var images = randn(3, inputs, height, width);

        LayerGradients.AssertEqual(plain, new PooledConvolution(convolution), images);
        LayerGradients.AssertEqual(plain, new PooledConvolution(convolution), images.requires_grad_());
    }

    [Fact]
    public void The_first_of_equals_has_the_gradient_and_a_window_below_0_has_none()
    {
        using var scope = NewDisposeScope();
        var convolution = nn.Conv2d(1, 16, 3, padding: 1);
        using (no_grad())
        {
            convolution.weight.zero_();
            convolution.weight[.., 0, 1, 1] = 1; // every channel is the image
            convolution.bias!.zero_();
        }

        // The gradient of a channel's weight of the middle is the sum of the pixels that won.
        var images = tensor(new float[] { 2, 2, -1, -1, 2, 2, -1, 0 }, [1, 1, 2, 4]);
        new PooledConvolution(convolution).call(images).sum().backward();
        Assert.All(convolution.weight.grad![.., 0, 1, 1].data<float>(), sum => Assert.Equal(2, sum));
        Assert.All(convolution.bias!.grad!.data<float>(), count => Assert.Equal(1, count));
    }

    [Theory]
    [InlineData(0x7FC00000)]
    [InlineData(unchecked((int)0xFFC00000))] // what x86 makes of 0 / 0
    public void What_is_no_number_stays_none(int bits)
    {
        using var scope = NewDisposeScope();
        float nothing = BitConverter.Int32BitsToSingle(bits);
        foreach (var type in new[] { ScalarType.Float32, ScalarType.BFloat16 })
        {
            var images = tensor(new[] { 1, nothing, 3, 4 }, [1, 1, 2, 2]);
            var interleaved = RectifiedInterleave.Forward(images.expand(1, 40, 2, 2).to(type), rectify: true);
            Assert.True(interleaved.isnan().any().item<bool>(), $"{type}");
        }

        using var convolution = nn.Conv2d(1, 16, 3, padding: 1);
        Assert.True(new PooledConvolution(convolution).call(full([1, 1, 2, 2], nothing)).isnan().all().item<bool>());
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        using var scope = NewDisposeScope();
        int usual = get_num_threads();
        manual_seed(1);
        var convolution = nn.Conv2d(1, 32, 3, padding: 1);
        var images = randn(5, 1, 24, 32);
        float[][] Gradients(int threads)
        {
            set_num_threads(threads);
            convolution.zero_grad();
            new PooledConvolution(convolution).call(images).square().sum().backward();
            return [.. convolution.parameters().Select(p => p.grad!.data<float>().ToArray())];
        }

        try
        {
            Assert.Equal(Gradients(1), Gradients(3));
        }
        finally
        {
            set_num_threads(usual);
        }
    }
}
