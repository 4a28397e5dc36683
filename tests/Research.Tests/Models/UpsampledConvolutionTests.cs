using Research.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Tests.Models;

[Collection(nameof(TakingTurns))]
public class UpsampledConvolutionTests
{
    [Theory]
    [InlineData(true, 1, 3, 5, 4, 6)]
    [InlineData(true, 3, 16, 8, 9, 16)]
    [InlineData(false, 2, 8, 1, 7, 3)]
    [InlineData(false, 2, 1, 4, 1, 1)]
    public void It_computes_what_up_sampling_and_the_convolution_compute(bool transposed, int batch, int inputs, int outputs, int height, int width)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        Convolution convolution = transposed ? nn.ConvTranspose2d(inputs, outputs, 3, padding: 1) : nn.Conv2d(inputs, outputs, 3, padding: 1);
        var fast = new UpsampledConvolution(convolution);
        var plain = nn.Sequential(nn.Upsample(scale_factor: [2, 2]), convolution);
        var wanted = randn(batch, outputs, 2 * height, 2 * width);
        var image = randn(batch, inputs, height, width);

        (Tensor[] Gradients, Tensor Output) Through(nn.Module<Tensor, Tensor> layer)
        {
            convolution.zero_grad();
            var input = image.clone().requires_grad_();
            var output = layer.call(input);
            (output * wanted).sum().backward();
            return ([input.grad!, convolution.weight.grad!.clone(), convolution.bias!.grad!.clone()], output);
        }

        var (expected, actual) = (Through(plain), Through(fast));
        Assert.Equal(expected.Output.shape, actual.Output.shape);
        foreach (var (e, a) in expected.Gradients.Append(expected.Output).Zip(actual.Gradients.Append(actual.Output)))
        {
            Assert.True((e - a).abs().max().item<float>() <= 1e-5 * Math.Max(1, e.abs().max().item<float>()), $"{(e - a).abs().max().item<float>()} of {e.abs().max().item<float>()}");
        }

        Assert.Equal(convolution.parameters().Count(), fast.parameters().Count());
    }
}
