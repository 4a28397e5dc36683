using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Parity;

public class FunctionParityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Functions = new()
    {
        ["pad constant"] = x => pad(x[0], (1, 2, 0, 1), value: 0.5),
        ["pad negative"] = x => pad(x[0], (-1, 2), PaddingModes.Zeros),
        ["pad reflect"] = x => pad(x[0], [1, 2, 3, 0], PaddingModes.Reflect),
        ["pad replicate"] = x => pad(x[0], [1, 2, 3, 0], PaddingModes.Replicate),
        ["pad circular"] = x => pad(x[0], [1, 2, 3, 0], PaddingModes.Circular),
        ["interpolate nearest size"] = x => interpolate(x[0], [8, 3]),
        ["interpolate bilinear scale"] = x => interpolate(x[0], null, [1.7, 0.6], InterpolationMode.Bilinear),
        ["interpolate bilinear recomputed"] =
            x => interpolate(x[0], null, [1.7, 0.6], InterpolationMode.Bilinear, recompute_scale_factor: true),
        ["interpolate bicubic"] = x => interpolate(x[0], [7, 9], null, InterpolationMode.Bicubic, align_corners: true),
        ["interpolate linear"] = x => interpolate(x[0], null, [2.5], InterpolationMode.Linear),
        ["interpolate nearest line"] = x => upsample(x[0], [9]),
        ["interpolate nearest volume"] = x => interpolate(x[0], null, [2, 1, 2]),
        ["interpolate trilinear"] = x => interpolate(x[0], [4, 6, 7], null, InterpolationMode.Trilinear),
        ["interpolate area"] = x => interpolate(x[0], null, [0.5, 0.5], InterpolationMode.Area),
        ["normalize"] = x => normalize(x[0]),
        ["normalize p dim"] = x => normalize(x[0], p: 1, dim: -1),
        ["cosine_similarity"] = x => cosine_similarity(x[0], x[1]),
        ["cosine_similarity dim"] = x => cosine_similarity(x[0], x[1], dim: -1, eps: 1e-3),
        ["one_hot"] = x => one_hot(x[0], 6),
        ["dropout evaluated"] = x => dropout(x[0], 0.5, training: false),
        ["attention"] = x => scaled_dot_product_attention(x[0], x[1], x[2]),
        ["attention truth mask"] = x => scaled_dot_product_attention(x[0], x[1], x[2], x[3]),
        ["attention added mask"] = x => scaled_dot_product_attention(x[0], x[1], x[2], x[3]),
        ["attention causal"] = x => scaled_dot_product_attention(x[0], x[1], x[2], is_casual: true),
    };

    private static readonly Dictionary<string, Func<Tensor[], (Tensor, Tensor)>> Pairs = new()
    {
        ["max_pool2d_with_indices"] = x => max_pool2d_with_indices(x[0], [2, 2], [1, 1]),
    };

    public static TheoryData<string> Names => [.. Functions.Keys, .. Pairs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_does_what_PyTorch_does(string name) =>
        new ParityCase(ParityCase.Family("functions")[name], output).Check(null, inputs =>
        {
            if (Functions.TryGetValue(name, out var function))
                return [function(inputs)];
            var (first, second) = Pairs[name](inputs);
            return [first, second];
        });

    [Fact]
    public void Every_case_is_tested() => Assert.Equal(ParityCase.Family("functions").Keys.Order(), Functions.Keys.Concat(Pairs.Keys).Order());
}
