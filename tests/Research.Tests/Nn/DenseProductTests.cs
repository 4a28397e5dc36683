using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class DenseProductTests
{
    [Theory]
    [InlineData(32, 300, 7, true)]
    [InlineData(1, 5, 40, false)]
    public void It_computes_what_the_layer_computes(int rows, int inputs, int outputs, bool bias)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var layer = nn.Linear(inputs, outputs, bias);
        LayerGradients.AssertEqual(layer, new Product(layer), randn(rows, inputs).requires_grad_());
    }

    private sealed class Product(TorchSharp.Modules.Linear layer) : nn.Module<Tensor, Tensor>(nameof(Product))
    {
        public override Tensor forward(Tensor input) => DenseProduct.Forward(layer, input);
    }
}
