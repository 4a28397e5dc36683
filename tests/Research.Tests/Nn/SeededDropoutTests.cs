using Research.Nn;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class SeededDropoutTests
{
    private const int Count = 1_000_003; // no multiple of a vector or a piece

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    public void Numbers_are_dropped_or_scaled_as_often_as_libtorch_does(double p)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var output = new SeededDropout(p).call(ones(Count));
        float[] values = output.data<float>().ToArray();
        Assert.Equal([0f, (float)(1 / (1 - p))], values.Distinct().Order());
        double deviation = Math.Sqrt(p * (1 - p) / Count), dropped = (double)values.Count(v => v == 0) / Count;
        Assert.InRange(dropped, p - 4 * deviation, p + 4 * deviation);
        double plain = (nn.functional.dropout(ones(Count), p, training: true) == 0).to_type(
            ScalarType.Float32).mean().item<float>();
        Assert.InRange(dropped, plain - 6 * deviation, plain + 6 * deviation);
    }

    [Fact]
    public void Neighbours_and_masks_of_several_calls_are_independent()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var layer = new SeededDropout(0.3);
        Tensor Kept() => layer.call(ones(Count)).ne(0).to_type(ScalarType.Float32);
        var (first, second) = (Kept(), Kept());
        double deviation = Math.Sqrt(0.49 * 0.51 / Count);
        foreach (var both in (Tensor[])[first * second, .. Enumerable.Range(1, 8).Select(lag => first[..^lag] * first[lag..])])
        {
            Assert.InRange(both.mean().item<float>(), 0.49 - 5 * deviation, 0.49 + 5 * deviation);
        }
    }

    [Fact]
    public void The_gradient_is_dropped_and_scaled_in_the_same_places()
    {
        using var scope = NewDisposeScope();
        var input = randn([64, 30, 33], requires_grad: true);
        var wanted = randn(64, 30, 33);
        var output = new SeededDropout(0.4).call(input);
        (output * wanted).sum().backward();
        var mask = output.detach() / input.detach();
        Assert.True((input.grad! - mask * wanted).abs().max().item<float>() <= 1e-5);
        Assert.True(output.eq(0).eq(input.grad!.eq(0)).all().item<bool>());
    }

    [Fact]
    public void The_seed_decides_and_not_the_number_of_threads()
    {
        using var scope = NewDisposeScope();
        int threads = get_num_threads();
        try
        {
            float[] Output(int count, int seed)
            {
                set_num_threads(count);
                manual_seed(seed);
                return new SeededDropout(0.3).call(ones(Count)).data<float>().ToArray();
            }

            Assert.Equal(Output(1, 5), Output(4, 5));
            Assert.Equal(Output(1, 5), Output(1, 5));
            Assert.NotEqual(Output(1, 5), Output(1, 6));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Evaluation_changes_nothing()
    {
        using var scope = NewDisposeScope();
        var layer = new SeededDropout(0.9);
        layer.eval();
        var input = randn(1000);
        Assert.Equal(input.data<float>().ToArray(), layer.call(input).data<float>().ToArray());
    }

    [Fact]
    public void Rows_and_columns_are_dropped_independently_of_each_other()
    {
        using var scope = NewDisposeScope();
        manual_seed(4);
        var kept = (new SeededDropout(0.5).call(ones(512, 512)) > 0).to_type(ScalarType.Float32) * 2 - 1;
        foreach (int shift in new[] { 1, 2, 8, 16, 256 })
        {
            Assert.InRange((kept * kept.roll(shift, 1)).mean().item<float>(), -0.01, 0.01); // five deviations: 5 / 512
            Assert.InRange((kept * kept.roll(shift, 0)).mean().item<float>(), -0.01, 0.01);
        }
    }
}
