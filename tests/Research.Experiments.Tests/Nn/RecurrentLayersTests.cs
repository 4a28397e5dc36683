using Research.Experiments.BehaviorCloning;
using Research.Nn;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.Nn;

[Collection(nameof(TakingTurns))]
public sealed class RecurrentLayersTests
{
    [Theory]
    [InlineData(3, 5, 7, 16)]
    [InlineData(1, 1, 4, 32)]
    [InlineData(32, 10, 96, 128)]
    [InlineData(2, 4, 5, 6)] // sizes that fill no vector: the layer's own steps
    public void A_gru_gives_the_states_and_gradients_of_TorchSharps(int batch, int steps, int inputs, int size)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (layer, plain) = (nn.GRU(inputs, size, batchFirst: true), nn.GRU(inputs, size, batchFirst: true));
        plain.load_state_dict(layer.state_dict());
        var first = randn(1, batch, size);
        Compare(layer, plain, [randn(batch, steps, inputs), first],
            tensors => layer.States(tensors[0], tensors[1]), tensors => plain.call(tensors[0], tensors[1]).Item1);
        Compare(layer, plain, [randn(batch, steps, inputs)],
            tensors => layer.States(tensors[0]), tensors => plain.call(tensors[0]).Item1);
    }

    [Theory]
    [InlineData(3, 5, 7, 16)]
    [InlineData(1, 1, 4, 32)]
    [InlineData(32, 10, 96, 128)]
    [InlineData(2, 4, 5, 6)]
    public void An_lstm_gives_the_states_and_gradients_of_TorchSharps(int batch, int steps, int inputs, int size)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var (layer, plain) = (nn.LSTM(inputs, size, batchFirst: true), nn.LSTM(inputs, size, batchFirst: true));
        plain.load_state_dict(layer.state_dict());
        Compare(layer, plain, [randn(batch, steps, inputs)],
            tensors => layer.States(tensors[0]), tensors => plain.call(tensors[0]).Item1);
    }

    [Fact]
    public void Steps_of_which_one_matters_give_the_gradient_of_that_one()
    {
        using var scope = NewDisposeScope();
        var (layer, plain) = (nn.GRU(8, 16, batchFirst: true), nn.GRU(8, 16, batchFirst: true));
        plain.load_state_dict(layer.state_dict());
        Compare(layer, plain, [randn(2, 5, 8)],
            tensors => layer.States(tensors[0]).select(1, 4), tensors => plain.call(tensors[0]).Item1.select(1, 4));
    }

    [Fact]
    public void Gates_far_from_zero_saturate_and_numbers_that_are_none_stay_none()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (layer, plain) = (nn.GRU(8, 16, batchFirst: true), nn.GRU(8, 16, batchFirst: true));
        plain.load_state_dict(layer.state_dict());
        var input = randn(4, 6, 8) * 1e6;
        AssertClose(plain.call(input).Item1, layer.States(input));
        input[1] = float.NaN;
        float[] states = layer.States(input).data<float>().ToArray();
        Assert.All(states[(6 * 16)..(2 * 6 * 16)], value => Assert.True(float.IsNaN(value)));
        Assert.All(states[(2 * 6 * 16)..], value => Assert.False(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(RecurrentCell.GRU)]
    [InlineData(RecurrentCell.LSTM)]
    public void Gradients_of_saturated_gates_are_zero_or_normal_numbers(RecurrentCell cell)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        // Products of some 60: the gates' slopes go down to exp(-88), and what passes several of them further.
        var input = (randn(4, 12, 8) * 60).requires_grad_();
        var (gru, lstm) = (nn.GRU(8, 32, batchFirst: true), nn.LSTM(8, 32, batchFirst: true));
        (cell == RecurrentCell.GRU ? gru.States(input) : lstm.States(input)).sum().backward();
        nn.Module layer = cell == RecurrentCell.GRU ? gru : lstm;
        foreach (var gradient in layer.parameters().Select(parameter => parameter.grad!).Append(input.grad!))
        {
            Assert.All(gradient.data<float>(), number => Assert.False(float.IsSubnormal(number)));
        }
    }

    [Fact]
    public void Training_steps_keep_no_tensors()
    {
        var (gru, lstm) = (nn.GRU(8, 16, batchFirst: true), nn.LSTM(16, 16, batchFirst: true));
        using var input = randn(2, 3, 8);
        void Step()
        {
            using var scope = NewDisposeScope();
            lstm.States(gru.States(input)).sum().backward();
        }

        Step(); // makes the gradients
        long before = TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int i = 0; i < 10; i++)
        {
            Step();
        }

        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        gru.Dispose();
        lstm.Dispose();
    }

    /// <summary>Runs both layers forward and backward, with gradients of inputs and parameters, and forward without.</summary>
    private static void Compare(
        nn.Module layer, nn.Module plain, Tensor[] inputs, Func<Tensor[], Tensor> own, Func<Tensor[], Tensor> expected)
    {
        using (no_grad())
        {
            AssertClose(expected(inputs), own(inputs));
        }

        layer.zero_grad();
        plain.zero_grad();
        Tensor[] ownInputs = [.. inputs.Select(t => t.clone().requires_grad_())];
        Tensor[] plainInputs = [.. inputs.Select(t => t.clone().requires_grad_())];
        var (found, wanted) = (own(ownInputs), expected(plainInputs));
        AssertClose(wanted, found);
        var above = randn_like(wanted).detach();
        (found * above).sum().backward();
        (wanted * above).sum().backward();
        Assert.All(plainInputs.Zip(ownInputs), pair => AssertClose(pair.First.grad!, pair.Second.grad!));
        var gradients = layer.named_parameters().ToDictionary(p => p.name, p => p.parameter.grad!);
        Assert.All(plain.named_parameters(), p => AssertClose(p.parameter.grad!, gradients[p.name]));
    }

    /// <summary>To 1e-5 of the largest number.</summary>
    private static void AssertClose(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        float scale = Math.Max(1, expected.abs().max().item<float>()), difference = (expected - found).abs().max().item<float>();
        Assert.True(difference <= 1e-5f * scale, $"Largest difference {difference} of {scale}.");
    }
}
