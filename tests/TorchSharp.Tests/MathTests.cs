using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class MathTests
{
    private readonly Tensor a = tensor(new[,] { { 1f, 2 }, { 3, 4 } });
    private readonly Tensor b = tensor(new[,] { { 2f, 2 }, { 2, 8 } });

    private static void AssertClose(double[] expected, Tensor actual)
    {
        using var wide = actual.to(float64);
        var values = wide.data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < values.Length; i++)
            Assert.Equal(expected[i], values[i], 5);
    }

    [Fact]
    public void Operators_take_tensors_and_numbers_on_either_side()
    {
        AssertClose([3, 4, 5, 12], a + b);
        AssertClose([0, 1, 2, 3], a - 1);
        AssertClose([9, 8, 7, 6], 10 - a);
        AssertClose([2, 4, 6, 8], 2.0 * a);
        AssertClose([0.5, 1, 1.5, 0.5], a / b);
        AssertClose([12, 6, 4, 3], 12f / a);
        AssertClose([1, 0, 1, 0], a % 2);
        AssertClose([-1, -2, -3, -4], -a);
        Assert.Equal(ScalarType.Float32, (a * 2).dtype);
        Assert.Equal(ScalarType.Float32, (arange(3) * 0.5).dtype);
        Assert.Equal(ScalarType.Int64, (arange(3) * 2).dtype);
    }

    [Fact]
    public void Softplus_is_smooth_and_straight_above_its_threshold()
    {
        double Softplus(double x, double beta) => Math.Log(1 + Math.Exp(beta * x)) / beta;
        using var x = tensor(new[] { -30f, -1, 0, 2, 19 });
        AssertClose([.. new[] { -30.0, -1, 0, 2, 19 }.Select(v => Softplus(v, 1))], nn.functional.softplus(x));
        AssertClose([.. new[] { -30.0, -1, 0, 2, 19 }.Select(v => Softplus(v, 0.5))], nn.functional.softplus(x, beta: 0.5));
        AssertClose([Softplus(-30, 1), Softplus(-1, 1), Softplus(0, 1), 2, 19], nn.functional.softplus(x, threshold: 1));
    }

    [Fact]
    public void In_place_operators_change_the_tensor_and_return_it()
    {
        var c = a.clone();
        Assert.Same(c, c.add_(b, alpha: 2).mul_(10).sub_(1).div_(2).clamp_(max: 50));
        AssertClose([24.5, 29.5, 34.5, 50], c);
        Assert.Same(c, c.zero_().add_(1));
        Assert.Same(c, c.addcmul_(a, b, 2).addcdiv_(a, b, -1).lerp_(zeros(2, 2), 0.5));
        AssertClose([2.25, 4, 5.75, 32.25], c);
    }

    [Fact]
    public void Comparisons_and_logic_give_truth_values()
    {
        Assert.Equal([false, true, false, false], (a == b).data<bool>().ToArray());
        Assert.Equal([true, false, false, true], (a < b).data<bool>().ToArray());
        Assert.Equal([true, true, false, true], ((a <= b) | (a == 4)).data<bool>().ToArray());
        Assert.Equal([false, false, true, false], (~(a <= b)).data<bool>().ToArray());
        Assert.True(a.Equals(a.clone()));
        Assert.False(a.Equals(b));
        Assert.True((a + 1e-9).allclose(a));
    }

    [Fact]
    public void Reductions_work_on_all_elements_and_along_dimensions()
    {
        AssertClose([10], a.sum());
        AssertClose([4, 6], a.sum(0));
        Assert.Equal([2, 1], a.sum(1, keepdim: true).shape);
        AssertClose([2.5], a.mean());
        AssertClose([1.5, 3.5], a.mean([1]));
        AssertClose([1.2909944], a.std());
        AssertClose([1.25], a.var(unbiased: false));
        AssertClose([2, 4], a.max(1).values);
        Assert.Equal([1L, 1], a.max(1).indexes.data<long>().ToArray());
        Assert.Equal(3, a.argmax().item<long>());
        Assert.Equal([0L, 0], a.argmin(1).data<long>().ToArray());
        AssertClose([24], a.prod());
        AssertClose([1, 2, 4, 6], a.cumsum(0));
        AssertClose([5.4772256], a.norm());
        AssertClose([2.3132617, 4.3132617], a.logsumexp(1));
        Assert.True((a > 3).any().item<bool>());
        Assert.False((a > 3).all().item<bool>());
        AssertClose([1.5], tensor(new[] { 1.0, 2.0 }).quantile(tensor(0.5)));
        Assert.Equal([1L, 0, 2], tensor(new long[] { 0, 2, 2 }).bincount().data<long>().ToArray());
    }

    [Fact]
    public void Pointwise_functions_agree_with_NETs()
    {
        double[] x = [0.3, 1.7];
        var t = tensor(x);
        AssertClose([.. x.Select(Math.Exp)], t.exp());
        AssertClose([.. x.Select(v => Math.Log(v))], t.log());
        AssertClose([.. x.Select(Math.Sqrt)], t.sqrt());
        AssertClose([.. x.Select(Math.Tanh)], tanh(t));
        AssertClose([.. x.Select(v => 1 / (1 + Math.Exp(-v)))], sigmoid(t));
        AssertClose([.. x.Select(v => v * v * v)], t.pow(3));
        AssertClose([0.3, 1.0], t.clamp(max: 1));
        AssertClose([0, 2], t.round());
        Assert.Equal(1, t.softmax(0).sum().item<double>(), 12);
        AssertClose([.. x.Select(v => v - Math.Log(x.Sum(Math.Exp)))], t.log_softmax(0));
        Assert.Equal([true, false], tensor(new[] { double.NaN, 1 }).isnan().data<bool>().ToArray());
    }

    [Fact]
    public void Products_of_matrices()
    {
        AssertClose([6, 18, 14, 38], a.matmul(b));
        AssertClose([6, 18, 14, 38], einsum("ij,jk->ik", a, b));
        Assert.Equal([5, 2, 3], randn(5, 2, 4).bmm(randn(5, 4, 3)).shape);
        AssertClose([11], tensor(new[] { 1f, 2 }).dot(tensor(new[] { 3f, 4 })));
        AssertClose([1, 0, 0, 1], a.matmul(a.inverse()));
        AssertClose([5], cdist(tensor(new[,] { { 0f, 0 } }), tensor(new[,] { { 3f, 4 } })));
    }

    [Fact]
    public void Joining_and_selecting()
    {
        Assert.Equal([4, 2], cat([a, b]).shape);
        Assert.Equal([2, 2, 2], stack([a, b], 1).shape);
        AssertClose([1, 2, 2, 4], where(a < b, a, minimum(a, b)));
        AssertClose([2, 3], a.gather(1, tensor(new long[,] { { 1 }, { 0 } })));
        AssertClose([4, 3], a.flatten().topk(2).values);
        Assert.Equal([3L, 2, 1, 0], a.flatten().argsort(descending: true).data<long>().ToArray());
        AssertClose([0, 0, 3, 4], a.masked_fill(a < 3, 0));
        AssertClose([3, 4], a.masked_select(a > 2));
        Assert.Equal([2, 2], (a > 2).nonzero().shape);
        AssertClose([0, 5, 0], zeros(3).scatter_(0, tensor(new long[] { 1 }), 5));
        AssertClose([0, 3, 0], zeros(3).scatter_add_(0, tensor(new long[] { 1, 1 }), tensor(new[] { 1f, 2 })));
        Assert.Equal([0L, 1, 0, 1, 0, 0], nn.functional.one_hot(tensor(new long[] { 1, 0 }), 3).data<long>().ToArray());
        var (values, inverse, counts) = tensor(new long[] { 3, 1, 3 }).unique(return_counts: true);
        Assert.Equal([1L, 3], values.data<long>().ToArray());
        Assert.Null(inverse);
        Assert.Equal([1L, 2], counts!.data<long>().ToArray());
        AssertClose([1, 0, 3, 4], a.tril());
        AssertClose([2, 1, 4, 3], a.flip(1));
        AssertClose([4, 1, 2, 3], a.flatten().roll(1));
    }

    [Fact]
    public void Dtypes_and_devices_move()
    {
        Assert.Equal([1L, 2, 3, 4], a.to(int64).data<long>().ToArray());
        Assert.Equal(ScalarType.Float64, a.to_type(float64).dtype);
        Assert.Equal([1L, 2, 3, 4], a.@long().data<long>().ToArray());
        Assert.Equal(ScalarType.BFloat16, a.bfloat16().dtype);
        Assert.Equal("cpu", a.cpu().device.ToString());
        Assert.Equal("[2x2], type = Float32, device = meta", a.to(META).ToString());
        Assert.Equal(ScalarType.Int16, a.type_as(zeros(1, int16)).dtype);
        var moved = a.to(float32, disposeAfter: true);
        Assert.True(a.IsInvalid);
        AssertClose([1, 2, 3, 4], moved);
        Assert.Throws<ArgumentException>(() => device("tpu"));
        Assert.Equal("cuda:1", device("cuda:1").ToString());
    }

    [SkippableFact]
    public void A_tensor_moves_to_the_GPU_and_back()
    {
        Skip.IfNot(cuda.is_available(), "no CUDA device");
        AssertClose([6, 18, 14, 38], a.cuda().matmul(b.cuda()).cpu());
    }
}
