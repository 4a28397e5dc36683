using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>
/// PPO's initial weights (its detail 2): orthogonal, times a gain, with constant biases. Draws from torch's generator.
/// </summary>
public static class PpoInitialization
{
    /// <summary>Gain of hidden layers before a ReLU, √2.</summary>
    public static double HiddenGain { get; } = Math.Sqrt(2);

    /// <summary>Gain of the layer that makes the logits: all actions begin about equally likely.</summary>
    public const double ActorGain = 0.01;

    /// <summary>Gain of the layer that makes the value.</summary>
    public const double CriticGain = 1;

    /// <summary>Initializes a layer.</summary>
    /// <param name="layer">The layer, which is returned.</param>
    /// <param name="gain">What its orthogonal weights are multiplied with.</param>
    /// <param name="bias">Its biases.</param>
    public static Linear Orthogonal(this Linear layer, double gain, double bias = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Fill(layer.weight, layer.bias, gain, bias);
        return layer;
    }

    /// <inheritdoc cref="Orthogonal(Linear, double, double)"/>
    public static Conv2d Orthogonal(this Conv2d layer, double gain, double bias = 0)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Fill(layer.weight, layer.bias, gain, bias);
        return layer;
    }

    private static void Fill(Tensor weight, Tensor? biases, double gain, double bias)
    {
        nn.init.orthogonal_(weight, gain);
        if (biases is not null)
        {
            nn.init.constant_(biases, bias);
        }
    }
}
