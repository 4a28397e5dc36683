using static TorchSharp.torch;

namespace Research.Tests.Natives;

public sealed class ProductRoundingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32)]
    public void A_product_rounds_alike_wherever_its_numbers_lie(int rows)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (int inputs in new[] { 7, 16, 33, 64, 131 })
        {
            foreach (int outputs in new[] { 1, 3, 32, 130 })
            {
                Tensor values = randn(rows, inputs), weights = randn(outputs, inputs), bias = randn(outputs);
                byte[] aligned = nn.functional.linear(values, weights, bias).bytes.ToArray();
                for (int shift = 1; shift < 16; shift++)
                {
                    var shifted = zeros(rows * inputs + 16).narrow(0, shift, rows * inputs).view(rows, inputs).copy_(values);
                    Assert.Equal(aligned, nn.functional.linear(shifted, weights, bias).bytes.ToArray());
                }
            }
        }
    }
}
