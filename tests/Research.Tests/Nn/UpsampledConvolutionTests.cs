using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class UpsampledConvolutionTests
{
    [Theory]
    [InlineData(true, 1, 3, 5, 4, 6)]
    [InlineData(true, 3, 16, 8, 9, 16)]
    [InlineData(false, 2, 8, 1, 7, 3)]
    [InlineData(false, 2, 1, 4, 1, 1)]
    public void It_computes_what_up_sampling_and_the_convolution_compute(
        bool transposed, int batch, int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        Convolution convolution = transposed ? nn.ConvTranspose2d(inputs, outputs, 3, padding: 1)
            : nn.Conv2d(inputs, outputs, 3, padding: 1);
        var image = randn(batch, inputs, height, width).requires_grad_();

        var plain = nn.Sequential(nn.Upsample(scale_factor: [2, 2]), convolution);
        LayerGradients.AssertEqual(plain, new UpsampledConvolution(convolution), image);
        LayerGradients.AssertEqual(nn.Sequential(plain, nn.ReLU()), new UpsampledConvolution(convolution, rectify: true), image);
        Assert.Equal(convolution.parameters().Count(), new UpsampledConvolution(convolution).parameters().Count());
    }
}
