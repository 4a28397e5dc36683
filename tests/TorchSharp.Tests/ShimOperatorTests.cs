using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

/// <summary>The shim's operators (src/native/torch_operators.h) beside libtorch's of the same name, forward and backward.</summary>
public class ShimOperatorTests
{
    private const double Tolerance = 1e-5;
    private static readonly Operator
        StockGru = "gru.input", StockLstm = "lstm.input", StockMatmul = "matmul", StockConvTranspose2d = "conv_transpose2d.input";

    public ShimOperatorTests() => manual_seed(7);

    private static Tensor Random(params long[] shape) => randn(shape).requires_grad_();

    public static TheoryData<long, long, long, long, bool> Sequences => new()
    {
        { 1, 1, 1, 1, true }, { 3, 5, 7, 4, true }, { 3, 5, 7, 4, false }, { 32, 10, 64, 128, true }, { 2, 1, 3, 33, false },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void A_GRU_is_libtorchs(long batch, long time, long inputs, long hidden, bool batchFirst)
    {
        using var scope = NewDisposeScope();
        var input = batchFirst ? Random(batch, time, inputs) : Random(time, batch, inputs);
        var first = Random(1, batch, hidden);
        Tensor[] weights = Weights(3, inputs, hidden);
        Tensor[] Of(Operator gru)
        {
            var (output, last) = gru.CallTwo(input, first, weights, true, 1, 0.0, true, false, batchFirst);
            return [output, last];
        }

        AssertSame(() => Of(StockGru), () => Of(Aten.gru), [input, first, .. weights]);
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void An_LSTM_is_libtorchs(long batch, long time, long inputs, long hidden, bool batchFirst)
    {
        using var scope = NewDisposeScope();
        var input = batchFirst ? Random(batch, time, inputs) : Random(time, batch, inputs);
        var (first, cell) = (Random(1, batch, hidden), Random(1, batch, hidden));
        Tensor[] weights = Weights(4, inputs, hidden);
        Tensor[] Of(Operator lstm)
        {
            var (output, last, lastCell) = lstm.CallThree(input, new[] { first, cell }, weights, true, 1, 0.0, true, false, batchFirst);
            return [output, last, lastCell];
        }

        AssertSame(() => Of(StockLstm), () => Of(Aten.lstm), [input, first, cell, .. weights]);
    }

    [Theory]
    [InlineData(512, 30, 32, 30)]
    [InlineData(3, 1, 1, 1)]
    [InlineData(2, 5, 33, 65)]
    [InlineData(2, 100, 100, 100)] // large: the BLAS's
    public void A_product_of_matrices_is_libtorchs(long pairs, long rows, long inner, long columns)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(pairs, rows, inner), Random(pairs, columns, inner));
        AssertSame(() => [StockMatmul.Call(a, b.transpose(1, 2))], () => [a.matmul(b.transpose(1, 2))], [a, b]);
    }

    [Theory]
    [InlineData(3, 2, 1, 1, 1, 1)]
    [InlineData(3, 2, 1, 0, 1, 2)]
    [InlineData(2, 3, 0, 2, 2, 1)]
    [InlineData(4, 2, 1, 0, 1, 1)]
    public void A_transposed_convolution_is_libtorchs(long kernel, long stride, long padding, long more, long dilation, long groups)
    {
        using var scope = NewDisposeScope();
        var (input, weight, bias) = (Random(3, 4, 7, 5), Random(4, 6, kernel, kernel), Random(6 * groups));
        long[] strides = [stride, stride], paddings = [padding, padding], mores = [more, 0], dilations = [dilation, dilation];
        AssertSame(
            () => [StockConvTranspose2d.Call(input, weight, bias, strides, paddings, mores, groups, dilations)],
            () => [F.conv_transpose2d(input, weight, bias, strides, paddings, mores, dilations, groups)],
            [input, weight, bias]);
        AssertSame(
            () => [StockConvTranspose2d.Call(input, weight, (Tensor?)null, strides, paddings, mores, groups, dilations)],
            () => [F.conv_transpose2d(input, weight, null, strides, paddings, mores, dilations, groups)],
            [input, weight]);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Dropout_keeps_as_many_as_it_should_wherever_they_lie(double p)
    {
        using var scope = NewDisposeScope();
        const int count = 1 << 22;
        var kept = F.dropout(ones(count), p).ne(0).to(float64);
        Assert.InRange(kept.mean().item<double>() - (1 - p), -5 * Deviation(count), 5 * Deviation(count));
        // Neighbours, near and far, one bit of the place apart, know nothing of each other.
        foreach (var distance in Enumerable.Range(0, 21).Select(bit => 1L << bit).Concat([3, 7, 1000, 99_991]))
        {
            var both = kept.slice(0, 0, count - distance, 1).mul(kept.slice(0, distance, count, 1)).mean().item<double>();
            Assert.InRange(both - (1 - p) * (1 - p), -6 * Deviation(count), 6 * Deviation(count));
        }

        // Nor do rows: their sums spread as they do by chance, and so do those of columns.
        foreach (var sums in new[] { kept.view(2048, 2048).sum(0), kept.view(2048, 2048).sum(1) })
            Assert.InRange(sums.var().item<double>() / (2048 * p * (1 - p)), 0.8, 1.2);

        double Deviation(int of) => Math.Sqrt(p * (1 - p) / of);
    }

    [Fact]
    public void Dropout_of_one_seed_is_the_same_for_any_number_of_threads_and_of_another_is_not()
    {
        using var scope = NewDisposeScope();
        int usual = get_num_threads();
        Tensor Drawn(long seed, int threads)
        {
            manual_seed(seed);
            set_num_threads(threads);
            return F.dropout(ones(300_001), 0.3);
        }

        try
        {
            Assert.True(Drawn(1, 1).Equals(Drawn(1, 2)));
            var agree = Drawn(1, 1).ne(0).eq(Drawn(2, 1).ne(0)).to(float64).mean().item<double>();
            Assert.InRange(agree, 0.57, 0.59); // 0.7² + 0.3²
            manual_seed(1);
            Assert.False(F.dropout(ones(1000), 0.3).Equals(F.dropout(ones(1000), 0.3)));
        }
        finally
        {
            set_num_threads(usual);
        }
    }

    [Fact]
    public void What_dropout_drops_gets_no_gradient_and_the_rest_is_scaled()
    {
        using var scope = NewDisposeScope();
        var x = Random(50, 3, 7).transpose(0, 2);
        var y = F.dropout(x, 0.4);
        var scale = y.div(x).detach();
        Assert.All(scale.contiguous().data<float>().ToArray(), number => Assert.True(number == 0 || Math.Abs(number - 1 / 0.6) < 1e-5));
        var gradient = autograd.grad([y.mul(y).sum()], [x])[0];
        Assert.True(gradient.allclose(y.mul(scale).mul(2)));
    }

    [Fact]
    public void A_second_derivative_that_none_has_is_refused()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (Random(2, 3, 3), Random(2, 3, 3));
        var error = Assert.Throws<ExternalException>(() => autograd.grad([a.matmul(b).sum()], [a], create_graph: true));
        Assert.Contains("A product of many small matrices has no second derivative on the CPU", error.Message, StringComparison.Ordinal);
        using var gru = nn.GRU(3, 3);
        error = Assert.Throws<ExternalException>(() => autograd.grad([gru.call(a).Item1.sum()], [a], create_graph: true));
        Assert.Contains("A recurrent layer has no second derivative on the CPU", error.Message, StringComparison.Ordinal);
    }

    /// <summary>As large as they begin: with larger ones the states are chaotic, and rounding grows from step to step.</summary>
    private static Tensor[] Weights(long gates, long inputs, long hidden)
    {
        double bound = 1 / Math.Sqrt(hidden);
        Tensor Uniform(params long[] shape) => empty(shape).uniform_(-bound, bound).requires_grad_();
        return [Uniform(gates * hidden, inputs), Uniform(gates * hidden, hidden), Uniform(gates * hidden), Uniform(gates * hidden)];
    }

    private static void AssertSame(Func<Tensor[]> stock, Func<Tensor[]> shim, Tensor[] by)
    {
        var (expected, actual) = (stock(), shim());
        for (var i = 0; i < expected.Length; i++)
            AssertClose(expected[i], actual[i], $"output {i}");
        // Each output counts with weights of its own.
        var factors = expected.Select(output => randn(output.shape)).ToArray();
        Tensor Loss(Tensor[] outputs) => outputs.Zip(factors, (output, factor) => output.mul(factor).sum()).Aggregate((a, b) => a.add(b));
        var (theirs, ours) = (autograd.grad([Loss(expected)], by), autograd.grad([Loss(actual)], by));
        for (var i = 0; i < by.Length; i++)
            AssertClose(theirs[i], ours[i], $"gradient {i}");
    }

    private static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        double scale = Math.Max(1, expected.abs().max().item<float>()), off = expected.sub(actual).abs().max().item<float>();
        Assert.True(off <= Tolerance * scale, $"{what} is off by {off}, of {scale}");
    }
}
