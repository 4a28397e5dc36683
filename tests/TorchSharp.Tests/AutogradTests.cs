using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class AutogradTests
{
    private static readonly Func<Tensor, Tensor>[] Unary =
        [x => x.tanh(), x => x.sigmoid() * x, x => (x * x + 1).log(), x => x.softmax(1), x => x.cumsum(0), x => x.erf().exp(), x => x.t()];

    private static readonly Func<Tensor, Tensor, Tensor>[] Binary =
        [(x, y) => x + y * 2, (x, y) => x * y, (x, y) => x.matmul(y), (x, y) => x / (y * y + 1), (x, y) => cat([x, y])[1..4]];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_gradient_of_a_random_graph_agrees_with_finite_differences(int seed)
    {
        var random = new Random(seed);
        manual_seed(seed);
        var steps = Enumerable.Range(0, 6).Select(_ => (Unary: random.Next(Unary.Length), Binary: random.Next(Binary.Length))).ToArray();
        Tensor Loss(Tensor x, Tensor w)
        {
            foreach (var (unary, binary) in steps)
                x = Binary[binary](Unary[unary](x), w);
            return x.mul(0.3).sin().sum();
        }

        using var scope = NewDisposeScope();
        var x = randn(3, 3, float64);
        var w = randn(3, 3, float64).requires_grad_();
        Loss(x, w).backward();
        var analytic = w.grad!.data<double>().ToArray();

        using var _ = no_grad();
        const double h = 1e-6;
        for (var i = 0; i < 9; i++)
        {
            double At(double offset)
            {
                var moved = w.clone();
                moved.view(-1)[i].add_(offset);
                return Loss(x, moved).item<double>();
            }
            var numeric = (At(h) - At(-h)) / (2 * h);
            Assert.True(Math.Abs(numeric - analytic[i]) <= 1e-6 * Math.Max(1, Math.Abs(numeric)), $"{i}: {numeric} {analytic[i]}");
        }
    }

    [Fact]
    public void Gradients_add_up_until_they_are_taken_away()
    {
        var w = ones(2).requires_grad_();
        Assert.Null(w.grad);
        (w * 3).sum().backward();
        (w * 3).sum().backward();
        Assert.Equal([6f, 6], w.grad!.data<float>().ToArray());
        w.grad = null;
        Assert.Null(w.grad);
        w.grad = full(2, 4f);
        Assert.Equal([4f, 4], w.grad!.data<float>().ToArray());
        Assert.True(w.is_leaf);
        Assert.False((w * 1).is_leaf);
    }

    [Fact]
    public void A_graph_can_be_kept_differentiated_twice_and_cut()
    {
        var x = tensor(3.0).requires_grad_();
        var cube = x * x * x;
        var first = autograd.grad([cube], [x], create_graph: true)[0];
        Assert.Equal(27, first.item<double>());
        first.backward();
        Assert.Equal(18, x.grad!.item<double>());
        var middle = x * 2;
        middle.retain_grad();
        (middle * 5).backward();
        Assert.Equal(5, middle.grad!.item<double>());
        Assert.False(middle.detach().requires_grad);
        Assert.Null(autograd.grad([middle * 1], [ones(1).requires_grad_()], allow_unused: true)[0]);
    }

    [Fact]
    public void A_gradient_is_needed_for_more_than_one_output()
    {
        var x = ones(2).requires_grad_();
        var error = Assert.Throws<ExternalException>(() => (x * 2).backward());
        Assert.Equal("backward(Float32[2]): grad can be implicitly created only for scalar outputs", error.Message);
        (x * 2).backward([tensor(new[] { 1f, 10 })]);
        Assert.Equal([2f, 20], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Recording_is_turned_off_per_thread()
    {
        var w = ones(1).requires_grad_();
        using (no_grad())
        {
            Assert.False(is_grad_enabled());
            Assert.False((w * 2).requires_grad);
            var elsewhere = false;
            var thread = new Thread(() => elsewhere = is_grad_enabled() && (w * 2).requires_grad);
            thread.Start();
            thread.Join();
            Assert.True(elsewhere);
            using (enable_grad())
                Assert.True((w * 2).requires_grad);
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((w * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
    }

    [Fact]
    public void Two_threads_differentiate_at_once()
    {
        Parallel.For(0, 2, seed =>
        {
            for (var step = 0; step < 200; step++)
            {
                using var scope = NewDisposeScope();
                var w = full([8, 8], 0.1 * (seed + 1), float64).requires_grad_();
                (w.matmul(w).tanh() * (seed + 1)).sum().backward();
                Assert.True(w.grad!.isfinite().all().item<bool>());
            }
        });
    }
}
