using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Tests.Training;

[Collection(nameof(TakingTurns))]
public class FusedAdamTests
{
    private const int Steps = 20;

    [Theory]
    [InlineData(false, 0, null)]
    [InlineData(false, 0.1, null)]
    [InlineData(false, 0, 0.5)]
    [InlineData(true, 0, null)]
    [InlineData(true, 0.1, null)]
    [InlineData(true, 0.1, 0.5)]
    public void Twenty_steps_are_those_of_the_packages_optimizer(bool decoupled, double weightDecay, double? maxGradNorm)
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (Parameters(), Parameters());
        OptimizerHelper package = decoupled
            ? new AdamW(expected, 0.01, beta2: 0.999, weight_decay: weightDecay)
            : new Adam(expected, 0.01, weight_decay: weightDecay);
        var fused = Fused(decoupled, actual, weightDecay, maxGradNorm);
        for (int step = 0; step < Steps; step++)
        {
            SetGradients(expected, step);
            SetGradients(actual, step);
            if (maxGradNorm is { } norm)
            {
                nn.utils.clip_grad_norm_(expected.Where(p => p.grad is not null), norm);
            }

            package.step();
            fused.step();
        }

        Assert.True(LargestDifference(expected, actual) <= 1e-4, $"{LargestDifference(expected, actual)}");
        Assert.All(actual.Zip(Parameters()), pair => Assert.True((pair.First - pair.Second).abs().max().item<float>() > 0.05));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_number_of_threads_changes_no_bit(bool decoupled)
    {
        using var scope = NewDisposeScope();
        int threads = get_num_threads();
        try
        {
            Parameter[] After(int count)
            {
                set_num_threads(count);
                var parameters = Parameters();
                var optimizer = Fused(decoupled, parameters, 0.1, 0.5);
                for (int step = 0; step < 3; step++)
                {
                    SetGradients(parameters, step);
                    optimizer.step();
                }

                return parameters;
            }

            Assert.Equal(0, LargestDifference(After(1), After(4)));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_saved_state_goes_on_bit_for_bit(bool decoupled)
    {
        using var scope = NewDisposeScope();
        var parameters = Parameters();
        var optimizer = Fused(decoupled, parameters, 0.1, null);
        Train(0, 4);
        string file = Path.Combine(Directory.CreateTempSubdirectory("adam-").FullName, "optimizer.bin");
        optimizer.save_state_dict(file);
        Parameter[] copies = [.. parameters.Select(p => new Parameter(p.detach().clone()))];
        Train(4, 8);
        var unbroken = parameters;
        (parameters, optimizer) = (copies, Fused(decoupled, copies, 0.1, null));
        optimizer.load_state_dict(file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Train(4, 8);
        Assert.Equal(0, LargestDifference(unbroken, parameters));

        void Train(int from, int to)
        {
            for (int step = from; step < to; step++)
            {
                SetGradients(parameters, step);
                optimizer.step();
            }
        }
    }

    [Fact]
    public void Groups_have_options_of_their_own()
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (Parameters(), Parameters());
        var package = new Adam([new Adam.ParamGroup(expected[..2], lr: 0.1),
            new Adam.ParamGroup(expected[2..], lr: 0.01, beta1: 0.5)]);
        var fused = new FusedAdam([new Adam.ParamGroup(actual[..2], lr: 0.1),
            new Adam.ParamGroup(actual[2..], lr: 0.01, beta1: 0.5)]);
        for (int step = 0; step < Steps; step++)
        {
            SetGradients(expected, step);
            SetGradients(actual, step);
            package.step();
            fused.step();
        }

        Assert.True(LargestDifference(expected, actual) <= 1e-4, $"{LargestDifference(expected, actual)}");
    }

    [Fact]
    public void Numbers_of_another_type_are_left_to_the_package_and_clipped_all_the_same()
    {
        using var scope = NewDisposeScope();
        Parameter Double() => new(arange(10, dtype: ScalarType.Float64));
        var (expected, actual) = (Double(), Double());
        var package = new AdamW([expected], 0.01, beta2: 0.999);
        var fused = new FusedAdamW([actual], 0.01) { MaxGradNorm = 1 };
        for (int step = 1; step <= Steps; step++)
        {
            expected.grad = (expected.detach() - 3) * step;
            actual.grad = (actual.detach() - 3) * step;
            nn.utils.clip_grad_norm_([expected], 1);
            package.step();
            fused.step();
        }

        Assert.Equal(0, LargestDifference([expected], [actual]));
    }

    [Fact]
    public void Gradients_are_dropped_and_come_back()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(ones(3));
        var optimizer = new FusedAdam([parameter], 0.1);
        for (int step = 0; step < 2; step++)
        {
            optimizer.zero_grad();
            Assert.Null(parameter.grad);
            (parameter * 2).sum().backward();
            Assert.Equal([2, 2, 2], parameter.grad!.data<float>().ToArray());
        }

        optimizer.step();
        Assert.Equal(0.9f, parameter[0].item<float>(), 1e-5f);
    }

    private static OptimizerHelper Fused(bool decoupled, Parameter[] parameters, double weightDecay, double? maxGradNorm) =>
        decoupled
        ? new FusedAdamW(parameters, 0.01, weightDecay: weightDecay) { MaxGradNorm = maxGradNorm }
        : new FusedAdam(parameters, 0.01, weightDecay: weightDecay) { MaxGradNorm = maxGradNorm };

    /// <summary>
    /// Of several sizes: fewer than a vector holds, a size that it does not divide, more than a piece of the pass, a matrix.
    /// </summary>
    private static Parameter[] Parameters()
    {
        using var generator = new Generator(5);
        return [.. ((long[][])[[3], [1001], [40_003], [37, 21]])
            .Select(shape => new Parameter(randn(shape, generator: generator)))];
    }

    /// <summary>Those of a step; the third parameter's is missing at times, the last one's is not contiguous.</summary>
    private static void SetGradients(Parameter[] parameters, int step)
    {
        using var generator = new Generator((ulong)step + 100);
        for (int i = 0; i < parameters.Length; i++)
        {
            long[] shape = parameters[i].shape;
            var gradient = i == 3 ? randn([shape[1], shape[0]], generator: generator).t() : randn(shape, generator: generator);
            parameters[i].grad = i == 2 && step % 3 == 1 ? null : gradient;
        }
    }

    private static double LargestDifference(Parameter[] some, Parameter[] others) =>
        some.Zip(others, (a, b) => (a - b).abs().max().to_type(ScalarType.Float64).item<double>()).Max();
}
