using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.Tests.OptimFixture;
using static TorchSharp.torch.optim;

namespace TorchSharp.Tests;

/// <summary>26 epochs of every schedule against PyTorch.</summary>
public class SchedulerParityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<Optimizer, lr_scheduler.LRScheduler>> schedules = new()
    {
        ["lambda"] = o => lr_scheduler.LambdaLR(o, epoch => Math.Pow(0.95, epoch)),
        ["step"] = o => lr_scheduler.StepLR(o, 3, gamma: 0.5),
        ["exponential"] = o => lr_scheduler.ExponentialLR(o, 0.9),
        ["constant"] = o => lr_scheduler.ConstantLR(o, factor: 0.25, total_iters: 4),
        ["linear"] = o => lr_scheduler.LinearLR(o, start_factor: 0.1, end_factor: 1.0, total_iters: 8),
        ["cosine"] = o => lr_scheduler.CosineAnnealingLR(o, 10, eta_min: 0.001),
        ["warm-up, then cosine"] = o => lr_scheduler.SequentialLR(
            o, [lr_scheduler.LinearLR(o, start_factor: 0.1, end_factor: 1.0, total_iters: 5), lr_scheduler.CosineAnnealingLR(o, 15)], [5]),
        ["three in a row"] = o => lr_scheduler.SequentialLR(
            o,
            [lr_scheduler.ConstantLR(o, factor: 0.5, total_iters: 3), lr_scheduler.StepLR(o, 2, gamma: 0.7), lr_scheduler.ExponentialLR(o, 0.9)],
            [3, 9]),
    };

    private static SGD NewOptimizer()
    {
        var parameters = Parameters();
        return SGD([new SGD.ParamGroup([parameters[0]], lr: 0.1), new SGD.ParamGroup([parameters[1]], lr: 0.02)], learningRate: 1);
    }

    public static TheoryData<string> Names() => [.. schedules.Keys];

    [Fact]
    public void Every_schedule_of_the_fixture_is_tested() =>
        Assert.Equal(Root.GetProperty("schedules").EnumerateObject().Select(schedule => schedule.Name).Order(), schedules.Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public void Learning_rates_go_as_in_PyTorch(string name)
    {
        using var optimizer = NewOptimizer();
        var scheduler = schedules[name](optimizer);
        var worst = 0.0;
        foreach (var expected in Root.GetProperty("schedules").GetProperty(name).EnumerateArray())
        {
            double[] found = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
            worst = Math.Max(worst, WorstError(found, Numbers(expected)));
            Assert.Equal(found, scheduler.get_last_lr());
            scheduler.step();
        }
        output.WriteLine($"{name}: worst error {worst:e1}");
        Assert.True(worst <= 1e-6, $"{worst:e2}");
    }

    [Fact]
    public void A_group_can_have_a_function_of_its_own()
    {
        using var optimizer = NewOptimizer();
        var scheduler = new lr_scheduler.impl.LambdaLR(optimizer, [_ => 1.0, epoch => 1.0 / (1 + epoch)]);
        scheduler.step();
        Assert.Equal([0.1, 0.01], scheduler.get_last_lr());
        Assert.Throws<ArgumentException>(() => new lr_scheduler.impl.LambdaLR(optimizer, [_ => 1.0]));
    }

    [Fact]
    public void A_closed_form_goes_straight_to_an_epoch()
    {
        foreach (var name in new[] { "lambda", "step", "exponential", "constant", "linear", "cosine" })
        {
            using var optimizer = NewOptimizer();
            var scheduler = schedules[name](optimizer);
            scheduler.step(7);
            Assert.True(WorstError([.. scheduler.get_last_lr()], Numbers(Root.GetProperty("schedules").GetProperty(name)[7])) < 1e-9, name);
        }
    }

    [Fact]
    public void Sequences_that_do_not_fit_are_refused()
    {
        using var optimizer = NewOptimizer();
        using var other = NewOptimizer();
        Assert.Throws<ArgumentException>(() => lr_scheduler.SequentialLR(optimizer, [lr_scheduler.StepLR(other, 1)], []));
        Assert.Throws<ArgumentException>(() => lr_scheduler.SequentialLR(optimizer, [lr_scheduler.StepLR(optimizer, 1)], [3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => lr_scheduler.StepLR(optimizer, 0));
    }
}
