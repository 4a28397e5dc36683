using TorchSharp.Modules;
using static TorchSharp.Tests.OptimFixture;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public sealed class OptimizerTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory, InlineData(1), InlineData(2)]
    public void The_fused_step_is_the_step_by_operators(int threads)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        foreach (var options in new[]
        {
            new AdaptiveMoments.Options(0.01, 0.9, 0.999, 1e-8, 0, false, false),
            new AdaptiveMoments.Options(0.01, 0.8, 0.95, 1e-7, 0.1, false, true),
            new AdaptiveMoments.Options(0.01, 0.9, 0.999, 1e-8, 0.1, true, false),
        })
        {
            foreach (var direct in new[] { false, true })
            {
                Parameter fused = new(rand(300, 333) - 0.5), separate = new(fused.detach().clone());
                var states = new[] { fused, separate }.Select(p => new AdaptiveMoments.State(p, options.amsgrad!.Value)).ToArray();
                using var _ = no_grad();
                for (var i = 1; i <= 5; i++)
                {
                    // None near 0, nor cancelled by the penalty: Adam divides by the gradient's size, so that there rounding decides.
                    var gradient = (0.5 + rand_like(fused)) * randn_like(fused).sign();
                    var step = new AdamStep(options, i, direct);
                    Assert.True(step.TryFused(fused, gradient, states[0]));
                    step.ByOperators(separate, gradient, states[1]);
                }
                AssertNear(fused, separate);
                AssertNear(states[0].exp_avg, states[1].exp_avg);
                AssertNear(states[0].exp_avg_sq, states[1].exp_avg_sq);
                foreach (var state in states)
                    state.Dispose();
            }
        }
        set_num_threads(before);
    }

    private static void AssertNear(Tensor found, Tensor expected) =>
        Assert.InRange((found - expected).abs().max().item<float>(), 0, 2e-6f);

    [Fact]
    public void The_fused_step_has_the_same_bits_on_any_number_of_threads()
    {
        var before = get_num_threads();
        var start = randn(200_003);
        var gradients = Enumerable.Range(0, 5).Select(_ => randn(200_003)).ToList();
        var results = new[] { 1, 2, 3 }.Select(threads =>
        {
            set_num_threads(threads);
            var parameter = new Parameter(start.clone());
            using var optimizer = optim.Adam([parameter], lr: 0.1);
            foreach (var gradient in gradients)
            {
                parameter.grad = gradient.clone();
                optimizer.step();
            }
            return parameter.detach().bytes.ToArray();
        }).ToList();
        set_num_threads(before);
        Assert.All(results, bytes => Assert.Equal(results[0], bytes));
    }

    [Fact]
    public void The_fused_step_declines_what_is_not_contiguous_float32()
    {
        var step = new AdamStep(new AdaptiveMoments.Options(0.01, 0.9, 0.999, 1e-8, 0, false, false), 1, false);
        foreach (var data in new[] { ones(4, 4, dtype: ScalarType.Float64), ones(4, 4).t().narrow(0, 0, 2), ones(4, 4, dtype: ScalarType.BFloat16) })
        {
            var parameter = new Parameter(data);
            using var state = new AdaptiveMoments.State(parameter, false);
            Assert.False(step.TryFused(parameter, ones_like(parameter), state));
        }
    }

    [Fact]
    public void A_step_after_the_forward_pass_is_noticed_by_backward()
    {
        var parameter = new Parameter(ones(3));
        using var optimizer = optim.Adam([parameter]);
        parameter.grad = ones(3);
        var loss = (parameter * parameter).sum();
        optimizer.step();
        var error = Assert.ThrowsAny<Exception>(() => loss.backward());
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_closure_computes_the_loss_with_recording_on()
    {
        var parameter = new Parameter(tensor(new[] { 3f }));
        using var optimizer = optim.SGD([parameter], learningRate: 0.5);
        using var _ = no_grad();
        var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var squared = (parameter * parameter).sum();
            squared.backward();
            return squared;
        });
        Assert.Equal(9f, loss!.item<float>());
        Assert.Equal(0f, parameter.item<float>());
        optimizer.zero_grad();
        Assert.Null(parameter.grad);
    }

    public static TheoryData<int> Cases() => OptimizerParityTests.Cases();

    [Theory, MemberData(nameof(Cases))]
    public void Training_goes_on_bit_for_bit_from_a_saved_state(int index)
    {
        var example = Root.GetProperty("optimizers")[index];
        var whole = Train(example, 20);
        Assert.Equal(whole, Train(example, 20, resumeAt: 7, (from, to) => to.load_state_dict(from.state_dict())));
        Assert.Equal(whole, Train(example, 20, resumeAt: 7, (from, to) =>
        {
            using var stream = new MemoryStream();
            from.save_state_dict(new BinaryWriter(stream));
            stream.Position = 0;
            to.load_state_dict(new BinaryReader(stream));
            Assert.Equal(stream.Length, stream.Position);
        }));
    }

    private static double[] Train(System.Text.Json.JsonElement example, int steps, int resumeAt = -1, Action<OptimizerHelper, OptimizerHelper>? resume = null)
    {
        var parameters = Parameters();
        var optimizer = (OptimizerHelper)OptimizerParityTests.Make(example, parameters);
        for (var step = 0; step < steps; step++)
        {
            if (step == resumeAt)
            {
                Parameter[] later = [.. parameters.Select(p => new Parameter(p.detach().clone()))];
                var fresh = (OptimizerHelper)OptimizerParityTests.Make(example, later);
                foreach (var group in fresh.ParamGroups)
                    group.LearningRate = 123;
                resume!(optimizer, fresh);
                optimizer.Dispose();
                (parameters, optimizer) = (later, fresh);
            }
            SetGradients(parameters, step);
            optimizer.step();
        }
        optimizer.Dispose();
        return Numbers(parameters);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused()
    {
        static OptimizerHelper Over(params long[] size) => optim.Adam([new Parameter(ones(size))]);
        byte[] Saved(OptimizerHelper optimizer)
        {
            using var stream = new MemoryStream();
            optimizer.save_state_dict(new BinaryWriter(stream));
            return stream.ToArray();
        }
        static void Load(OptimizerHelper optimizer, byte[] bytes) => optimizer.load_state_dict(new BinaryReader(new MemoryStream(bytes)));

        using var three = Over(3);
        using var four = Over(4);
        using var sgd = optim.SGD([new Parameter(ones(3))], 0.1);
        using var two = optim.Adam([new Parameter(ones(3)), new Parameter(ones(3))]);
        Assert.Contains("Float32[4]", Assert.Throws<InvalidDataException>(() => Load(three, Saved(four))).Message, StringComparison.Ordinal);
        Assert.Contains("SGD", Assert.Throws<InvalidDataException>(() => Load(three, Saved(sgd))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Load(three, Saved(two)));
        Assert.Throws<ArgumentException>(() => three.load_state_dict(sgd.state_dict()));
        Assert.Throws<EndOfStreamException>(() => Load(three, Saved(three)[..^1]));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Parameter[] parameters = [new(ones(1))];
        Assert.Throws<ArgumentException>(() => optim.Adam(parameters, lr: -1));
        Assert.Throws<ArgumentException>(() => optim.Adam(parameters, beta1: 1));
        Assert.Throws<ArgumentException>(() => optim.AdamW(parameters, beta2: double.NaN));
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, -1));
        Assert.Throws<ArgumentException>(() => optim.SGD(parameters, 1, nesterov: true));
        Assert.Throws<ArgumentException>(() => optim.SGD([.. parameters, .. parameters], 1).add_param_group(new SGD.ParamGroup(parameters, lr: 1)));
    }

    [Fact]
    public void Disposal_releases_the_averages()
    {
        var parameter = new Parameter(ones(3));
        var before = Tensor.TotalCount;
        var optimizer = optim.Adam([parameter], amsgrad: true);
        Assert.Equal(before + 3, Tensor.TotalCount);
        optimizer.Dispose();
        optimizer.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }
}
