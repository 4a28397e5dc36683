using static TorchSharp.torch;

namespace Research.TestSupport;

/// <summary>
/// What a layer puts out and the gradients of its input and parameters, beside those of a plain layer with the same parameters.
/// </summary>
internal static class LayerGradients
{
    /// <summary>
    /// Asserts that both agree within <paramref name="tolerance"/> of the plain layer's largest number, or of 1 where that is
    /// less.
    /// </summary>
    /// <param name="plain">The layer to agree with.</param>
    /// <param name="fast">The layer to test; it has the same parameters.</param>
    /// <param name="input">What both get.</param>
    /// <param name="tolerance">Of the largest number.</param>
    public static void AssertEqual(
        nn.Module<Tensor, Tensor> plain, nn.Module<Tensor, Tensor> fast, Tensor input, double tolerance = 1e-5)
    {
        using var scope = NewDisposeScope();
        Tensor[] expected = Of(plain, input, plain), actual = Of(fast, input, plain);
        static IEnumerable<string> Shapes(Tensor[] tensors) => tensors.Select(tensor => string.Join(",", tensor.shape));
        Assert.Equal(Shapes(expected), Shapes(actual));
        foreach (var (e, a) in expected.Zip(actual))
        {
            float difference = (e - a).abs().max().item<float>(), largest = e.abs().max().item<float>();
            Assert.True(difference <= tolerance * Math.Max(1, largest),
                $"{difference} of {largest} in [{string.Join(",", e.shape)}]");
        }
    }

    private static Tensor[] Of(nn.Module<Tensor, Tensor> layer, Tensor input, nn.Module parameters)
    {
        foreach (var parameter in parameters.parameters())
        {
            parameter.grad = null;
        }

        var image = input.detach().clone().requires_grad_(input.requires_grad);
        var output = layer.call(image).to(ScalarType.Float32);
        manual_seed(3);
        (output * randn(output.shape)).sum().backward();
        Tensor[] ofInput = input.requires_grad ? [image.grad!] : [];
        return [output.detach(), .. ofInput, .. parameters.parameters().Select(p => p.grad!.clone())];
    }
}
