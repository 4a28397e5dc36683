using System.Text.Json;
using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.Tests.OptimFixture;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>20 steps of every optimizer and option against PyTorch.</summary>
public sealed class OptimizerParityTests(ITestOutputHelper output) : IDisposable
{
    private const double Tolerance = 1e-4;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<int> Cases() => [.. Enumerable.Range(0, Root.GetProperty("optimizers").GetArrayLength())];

    [Theory, MemberData(nameof(Cases))]
    public void Twenty_steps_end_where_PyTorch_ends(int index) => Run(index, ScalarType.Float32, CPU);

    [Theory, MemberData(nameof(Cases))]
    public void So_do_twenty_steps_in_double_precision(int index) => Run(index, ScalarType.Float64, CPU);

    [SkippableFact]
    public void So_do_twenty_steps_on_a_GPU()
    {
        Skip.IfNot(cuda.is_available(), "no GPU");
        for (var index = 0; index < Root.GetProperty("optimizers").GetArrayLength(); index++)
            Run(index, ScalarType.Float32, CUDA);
    }

    private void Run(int index, ScalarType type, Device device)
    {
        var example = Root.GetProperty("optimizers")[index];
        var parameters = Parameters(type, device);
        using var optimizer = Make(example, parameters);
        var worst = 0.0;
        for (var step = 0; step < Steps; step++)
        {
            SetGradients(parameters, step);
            Assert.Null(optimizer.step());
            if (example.GetProperty("after").TryGetProperty($"{step + 1}", out var expected))
                worst = Math.Max(worst, WorstError(Numbers(parameters), Numbers(expected)));
        }
        output.WriteLine($"{example.GetProperty("kind")} {example.GetProperty("options")}: worst error {worst:e1}");
        Assert.True(worst <= Tolerance, $"{example.GetProperty("kind")} {example.GetProperty("options")}: {worst:e2}");
    }

    internal static optim.Optimizer Make(JsonElement example, Parameter[] parameters)
    {
        var options = example.GetProperty("options");
        var groups = example.GetProperty("groups");
        double Number(string name, double otherwise) => options.TryGetProperty(name, out var value) ? value.GetDouble() : otherwise;
        bool Flag(string name) => options.TryGetProperty(name, out var value) && value.GetBoolean();
        double Beta(int i, double otherwise) => options.TryGetProperty("betas", out var betas) ? betas[i].GetDouble() : otherwise;
        var (lr, decay, eps) = (Number("lr", 0), Number("weight_decay", 0), Number("eps", 1e-8));

        switch (example.GetProperty("kind").GetString())
        {
            case "SGD" when groups.ValueKind == JsonValueKind.Array:
                return optim.SGD([
                    new SGD.ParamGroup([parameters[0]], new SGD.Options { LearningRate = groups[0].GetProperty("lr").GetDouble() }),
                    new SGD.ParamGroup([parameters[1]], new SGD.Options { weight_decay = groups[1].GetProperty("weight_decay").GetDouble() }),
                ], lr, weight_decay: decay);
            case "SGD":
                return optim.SGD(parameters, lr, Number("momentum", 0), Number("dampening", 0), decay, Flag("nesterov"), Flag("maximize"));
            case "Adam" when groups.ValueKind == JsonValueKind.Array:
                return optim.Adam([
                    new Adam.ParamGroup([parameters[0]], new Adam.Options { LearningRate = groups[0].GetProperty("lr").GetDouble() }),
                    new Adam.ParamGroup([parameters[1]], new Adam.Options { weight_decay = groups[1].GetProperty("weight_decay").GetDouble() }),
                ], lr, weight_decay: decay);
            case "Adam":
                return optim.Adam(parameters, lr, Beta(0, 0.9), Beta(1, 0.999), eps, decay, Flag("amsgrad"), Flag("maximize"));
            case "AdamW" when groups.ValueKind == JsonValueKind.Array:
                return optim.AdamW([
                    new AdamW.ParamGroup([parameters[0]], new AdamW.Options { LearningRate = groups[0].GetProperty("lr").GetDouble() }),
                    new AdamW.ParamGroup([parameters[1]], new AdamW.Options { weight_decay = groups[1].GetProperty("weight_decay").GetDouble() }),
                ], lr, weight_decay: decay);
            default:
                return optim.AdamW(parameters, lr, Beta(0, 0.9), Beta(1, 0.999), eps, decay, Flag("amsgrad"), Flag("maximize"));
        }
    }
}
