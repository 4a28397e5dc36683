using static TorchSharp.torch;

namespace TorchSharp.Tests.Parity;

/// <summary>The same seed gives the same parameters as in PyTorch.</summary>
public class BeginningParityTests
{
    private static readonly Dictionary<string, Func<nn.Module>> Layers = new()
    {
        ["Linear"] = () => nn.Linear(20, 10),
        ["Linear without bias"] = () => nn.Linear(20, 10, hasBias: false),
        ["Conv2d"] = () => nn.Conv2d(3, 8, 3),
        ["Conv2d groups"] = () => nn.Conv2d(4, 8, (3, 2), groups: 2),
        ["ConvTranspose2d"] = () => nn.ConvTranspose2d(4, 6, 3, groups: 2),
        ["Embedding"] = () => nn.Embedding(10, 6),
        ["Embedding padding"] = () => nn.Embedding(10, 6, padding_idx: 3),
        ["LSTM"] = () => nn.LSTM(6, 5, numLayers: 2, bidirectional: true),
        ["LSTM without bias"] = () => nn.LSTM(6, 5, bias: false),
        ["GRU"] = () => nn.GRU(6, 5, numLayers: 2, bidirectional: true),
        ["LayerNorm"] = () => nn.LayerNorm([3, 4]),
        ["BatchNorm2d"] = () => nn.BatchNorm2d(4),
        ["MultiheadAttention"] = () => nn.MultiheadAttention(8, 2),
        ["TransformerEncoderLayer"] = () => nn.TransformerEncoderLayer(8, 2, 16),
        ["TransformerEncoder"] = () => nn.TransformerEncoder(nn.TransformerEncoderLayer(8, 2, 16), 2),
        ["Sequential"] = () => nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)),
    };

    private static readonly Dictionary<string, Func<Tensor>> Functions = new()
    {
        ["uniform_"] = () => nn.init.uniform_(empty(8, 5), -2, 3),
        ["normal_"] = () => nn.init.normal_(empty(8, 5), 1, 2),
        ["trunc_normal_"] = () => nn.init.trunc_normal_(empty(8, 5), 0.5, 2, -1, 2),
        ["xavier_uniform_"] = () => nn.init.xavier_uniform_(empty(4, 3, 3, 3), 2),
        ["xavier_normal_"] = () => nn.init.xavier_normal_(empty(8, 5)),
        ["kaiming_uniform_"] =
            () => nn.init.kaiming_uniform_(empty(8, 5), mode: nn.init.FanInOut.FanOut, nonlinearity: nn.init.NonlinearityType.ReLU),
        ["kaiming_normal_"] = () => nn.init.kaiming_normal_(empty(4, 3, 3, 3), a: 0.2),
        ["orthogonal_ tall"] = () => nn.init.orthogonal_(empty(8, 5), 2),
        ["orthogonal_ wide"] = () => nn.init.orthogonal_(empty(4, 3, 3)),
        ["eye_"] = () => nn.init.eye_(empty(4, 3)),
        ["dropout"] = () => nn.functional.dropout(ones(6, 7), 0.3, inplace: true),
    };

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    public static TheoryData<string> FunctionNames => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(LayerNames))]
    public void A_layer_begins_with_the_same_parameters(string name)
    {
        manual_seed(5);
        using var layer = Layers[name]();
        new ParityCase(ParityCase.Family("beginnings")[name]).CompareState("state", layer.state_dict());
    }

    [Theory]
    [MemberData(nameof(FunctionNames))]
    public void A_function_draws_the_same_numbers(string name)
    {
        manual_seed(5);
        using var drawn = Functions[name]();
        new ParityCase(ParityCase.Family("beginnings")[name]).CompareState("state", new() { [""] = drawn });
    }

    [Fact]
    public void Every_case_is_tested() =>
        Assert.Equal(ParityCase.Family("beginnings").Keys.Order(), Layers.Keys.Concat(Functions.Keys).Order());
}
