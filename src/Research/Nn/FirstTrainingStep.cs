using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>The numbers of the first training step of a network: what two networks must share to be the same.</summary>
/// <param name="Outputs">The network's outputs in training mode, in order; none where only the loss is compared.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Gradients">The gradients of all parameters, one parameter after the other.</param>
public sealed record FirstTrainingStep(IReadOnlyList<float> Outputs, float Loss, IReadOnlyList<float> Gradients)
{
    /// <summary>Creates a network from a seed and computes its first training step.</summary>
    /// <param name="create">Creates the network; it is disposed.</param>
    /// <param name="loss">A scalar, of the network's output and the labels.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="seed">Seed of the default generator: of the initial weights and of dropout.</param>
    public static FirstTrainingStep Of(
        Func<nn.Module<Tensor, Tensor>> create, Func<Tensor, Tensor, Tensor> loss, Tensor input, Tensor labels, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(loss);
        float[] outputs = [];
        var step = Of(create, network =>
        {
            var output = network.call(input);
            outputs = Numbers(output);
            return loss(output, labels);
        }, seed);
        return step with { Outputs = outputs };
    }

    /// <summary>Creates a network from a seed and computes the loss and the gradients of its first training step.</summary>
    /// <param name="create">Creates the network; it is disposed.</param>
    /// <param name="loss">The network's loss, a scalar.</param>
    /// <param name="seed">Seed of the default generator: of the initial weights and of dropout.</param>
    public static FirstTrainingStep Of<TNetwork>(Func<TNetwork> create, Func<TNetwork, Tensor> loss, int seed = 42)
        where TNetwork : nn.Module
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(loss);
        using var scope = NewDisposeScope();
        manual_seed(seed);
        using var network = create();
        network.train();
        var value = loss(network);
        value.backward();
        return new([], value.item<float>(),
            [.. network.parameters().SelectMany(p => p.grad is { } gradient ? Numbers(gradient) : [])]);
    }

    /// <summary>The largest absolute difference between two steps; 0 where they are equal bit for bit.</summary>
    /// <param name="other">The step of another network.</param>
    /// <exception cref="ArgumentException">The networks differ in the number of outputs or of gradients.</exception>
    public double LargestDifference(FirstTrainingStep other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((Outputs.Count, Gradients.Count) != (other.Outputs.Count, other.Gradients.Count))
        {
            throw new ArgumentException(
                $"Found {other.Outputs.Count} outputs and {other.Gradients.Count} gradients; expected {Outputs.Count} and "
                + $"{Gradients.Count}.", nameof(other));
        }

        return Pairs(Outputs, other.Outputs).Append((Loss, other.Loss)).Concat(Pairs(Gradients, other.Gradients))
            .Max(pair => pair.Item1.Equals(pair.Item2) ? 0 : Math.Abs((double)pair.Item1 - pair.Item2));
    }

    private static IEnumerable<(float, float)> Pairs(IReadOnlyList<float> first, IReadOnlyList<float> second) =>
        first.Zip(second);

    private static float[] Numbers(Tensor tensor) => tensor.detach().contiguous().cpu().data<float>().ToArray();
}
