using System.Text.Json;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Parity;

/// <summary>
/// What PyTorch did with a layer or a function, as tests/fixtures/torch_parity.py wrote it. An array agrees where no element
/// is off by more than 1e-5 times the larger of 1 and the largest magnitude in it.
/// </summary>
internal sealed class ParityCase(JsonElement json, ITestOutputHelper? output = null)
{
    private const double Tolerance = 1e-5;
    private double worst;

    internal static IReadOnlyDictionary<string, JsonElement> Family(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{name}.json")));
        return document.RootElement.EnumerateObject().ToDictionary(item => item.Name, item => item.Value.Clone());
    }

    /// <summary>Compares outputs, gradients of inputs and parameters, and the state afterwards.</summary>
    internal void Check(nn.Module? module, Func<Tensor[], Tensor[]> run)
    {
        using var scope = NewDisposeScope();
        if (module is not null)
        {
            module.load_state_dict(Tensors("state"));
            module.train(json.GetProperty("train").GetBoolean());
        }
        Tensor[] inputs = [.. List("inputs").Select(input => input!.is_floating_point() ? input.requires_grad_() : input)];
        var outputs = run(inputs);
        Compare("output", outputs, List("outputs"));
        if (json.TryGetProperty("cotangents", out _))
        {
            autograd.backward([.. outputs.Where(output => output.requires_grad)], [.. List("cotangents").Select(tensor => tensor!)]);
            Compare("gradient of input", [.. inputs.Select(input => input.grad)], List("input_gradients"));
        }
        if (module is not null)
        {
            var gradients = module.named_parameters().Select(p => (p.name, p.parameter.grad)).Where(p => p.grad is not null);
            Compare("gradient", gradients.ToDictionary(p => p.name, p => p.grad!), Tensors("gradients"));
            CompareState("after", module.state_dict());
        }
        output?.WriteLine($"worst error {worst:G2}");
    }

    /// <summary>Compares tensors by name.</summary>
    internal void CompareState(string what, Dictionary<string, Tensor> found) => Compare(what, found, Tensors(what));

    private void Compare(string what, Dictionary<string, Tensor> found, Dictionary<string, Tensor> expected)
    {
        Assert.Equal(expected.Keys.Order(), found.Keys.Order());
        foreach (var (name, tensor) in expected)
            Compare($"{what} {name}", found[name], tensor);
    }

    private void Compare(string what, Tensor?[] found, Tensor?[] expected)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i] is null, found[i] is null);
            if (expected[i] is { } tensor)
                Compare($"{what} {i}", found[i]!, tensor);
        }
    }

    private void Compare(string what, Tensor found, Tensor expected)
    {
        using var scope = NewDisposeScope();
        Assert.True(expected.dtype == found.dtype, $"{what}: {found.dtype}, expected {expected.dtype}");
        Assert.Equal((what, string.Join(", ", expected.shape)), (what, string.Join(", ", found.shape)));
        if (expected.numel() == 0)
            return;
        var (a, b) = (found.detach().to(float64), expected.to(float64));
        var error = (a - b).abs().max().item<double>() / Math.Max(1, b.abs().max().item<double>());
        worst = Math.Max(worst, error);
        Assert.True(error <= Tolerance, $"{what} is off by {error}");
    }

    private Tensor?[] List(string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? null : Read(item))];

    private Dictionary<string, Tensor> Tensors(string name) =>
        json.GetProperty(name).EnumerateObject().ToDictionary(item => item.Name, item => Read(item.Value));

    private static Tensor Read(JsonElement item)
    {
        var type = item.GetProperty("dtype").GetString() switch
        {
            "float32" => float32,
            "int64" => int64,
            _ => @bool,
        };
        var tensor = empty([.. item.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())], type);
        item.GetProperty("data").GetBytesFromBase64().CopyTo(tensor.bytes);
        return tensor;
    }
}
