using System.Text.Json;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>What PyTorch did, as tests/fixtures/optim_parity.py wrote it.</summary>
internal static class OptimFixture
{
    private static readonly Lazy<JsonElement> root = new(() =>
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "optim.json")));
        return document.RootElement.Clone();
    });

    internal static JsonElement Root => root.Value;

    internal static int Steps => Root.GetProperty("gradients").GetArrayLength();

    /// <summary>New parameters with the numbers that every case starts from.</summary>
    internal static Parameter[] Parameters(ScalarType type = ScalarType.Float32, Device? device = null) =>
        [.. Split(Root.GetProperty("start")).Select(tensor => new Parameter(tensor.to(type, device ?? CPU)))];

    /// <summary>Gives the parameters their gradients of a step; the second one has none at every third step.</summary>
    internal static void SetGradients(Parameter[] parameters, int step)
    {
        var gradients = Split(Root.GetProperty("gradients")[step]);
        for (var i = 0; i < parameters.Length; i++)
            parameters[i].grad = i == 1 && step % 3 == 2 ? null : gradients[i].to(parameters[i]);
    }

    internal static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetDouble())];

    internal static double[] Numbers(IEnumerable<Tensor> tensors) =>
        [.. tensors.SelectMany(tensor => tensor.detach().cpu().to(ScalarType.Float64).flatten().data<double>().ToArray())];

    internal static double WorstError(double[] found, double[] expected)
    {
        Assert.Equal(expected.Length, found.Length);
        return found.Zip(expected, (a, b) => double.IsNaN(a) ? double.PositiveInfinity : Math.Abs(a - b) / Math.Max(1, Math.Abs(b))).Max();
    }

    private static List<Tensor> Split(JsonElement numbers)
    {
        var all = Numbers(numbers);
        var tensors = new List<Tensor>();
        foreach (var shape in Root.GetProperty("shapes").EnumerateArray())
        {
            long[] sizes = [.. shape.EnumerateArray().Select(size => size.GetInt64())];
            var count = (int)sizes.Aggregate(1L, (product, size) => product * size);
            tensors.Add(tensor(all[..count], dtype: ScalarType.Float32).reshape(sizes));
            all = all[count..];
        }
        return tensors;
    }
}
