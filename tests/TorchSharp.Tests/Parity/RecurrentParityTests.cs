using Xunit.Abstractions;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Parity;

public class RecurrentParityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<Modules.LSTM>> Memories = new()
    {
        ["LSTM"] = () => nn.LSTM(5, 4),
        ["LSTM batch first"] = () => nn.LSTM(5, 4, batchFirst: true),
        ["LSTM without bias"] = () => nn.LSTM(5, 4, bias: false),
        ["LSTM layers both ways batch first states"] = () => nn.LSTM(5, 4, numLayers: 2, bidirectional: true, batchFirst: true),
        ["LSTM evaluated with dropout"] = () => nn.LSTM(5, 4, numLayers: 3, dropout: 0.5),
    };

    private static readonly Dictionary<string, Func<Modules.GRU>> Units = new()
    {
        ["GRU"] = () => nn.GRU(5, 4),
        ["GRU batch first"] = () => nn.GRU(5, 4, batchFirst: true),
        ["GRU without bias"] = () => nn.GRU(5, 4, bias: false),
        ["GRU layers both ways batch first states"] = () => nn.GRU(5, 4, numLayers: 2, bidirectional: true, batchFirst: true),
        ["GRU evaluated with dropout"] = () => nn.GRU(5, 4, numLayers: 3, dropout: 0.5),
    };

    public static TheoryData<string> MemoryNames => [.. Memories.Keys];

    public static TheoryData<string> UnitNames => [.. Units.Keys];

    [Theory]
    [MemberData(nameof(MemoryNames))]
    public void An_LSTM_does_what_PyTorchs_does(string name)
    {
        var lstm = Memories[name]();
        using var network = nn.ModuleDict(("network", lstm));
        new ParityCase(ParityCase.Family("recurrent")[name], output).Check(network, x =>
        {
            var (steps, hidden, cell) = lstm.call(x[0], x.Length > 1 ? (x[1], x[2]) : null);
            return [steps, hidden, cell];
        });
    }

    [Theory]
    [MemberData(nameof(UnitNames))]
    public void A_GRU_does_what_PyTorchs_does(string name)
    {
        var gru = Units[name]();
        using var network = nn.ModuleDict(("network", gru));
        new ParityCase(ParityCase.Family("recurrent")[name], output).Check(network, x =>
        {
            var (steps, hidden) = gru.call(x[0], x.ElementAtOrDefault(1));
            return [steps, hidden];
        });
    }

    [Fact]
    public void Every_case_is_tested() =>
        Assert.Equal(ParityCase.Family("recurrent").Keys.Order(), Memories.Keys.Concat(Units.Keys).Order());

    [Fact]
    public void Dropout_lies_between_layers_in_training_only()
    {
        using var scope = NewDisposeScope();
        using var gru = nn.GRU(3, 4, numLayers: 2, dropout: 0.5);
        var input = randn(5, 2, 3);
        Assert.False(gru.call(input).Item1.Equals(gru.call(input).Item1));
        gru.eval();
        Assert.True(gru.call(input).Item1.Equals(gru.call(input).Item1));
        gru.flatten_parameters();
        Assert.True(gru.call(input).Item1.Equals(gru.call(input, zeros(2, 2, 4)).Item1));
    }
}
