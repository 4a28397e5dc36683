using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>How Flax's layers begin, for models whose document was made with it.</summary>
/// <remarks>
/// Sources: <c>flax/linen/linear.py</c> (<c>default_kernel_init = lecun_normal()</c>, biases 0) and
/// <c>jax/_src/nn/initializers.py</c> (<c>variance_scaling(1, "fan_in", "truncated_normal")</c>: normal, cut off at two
/// deviations, and widened by 1 / 0.87962566 so that the variance is 1 / fan in all the same).
/// </remarks>
public static class FlaxInitialization
{
    /// <summary>The deviation of a normal distribution that is cut off at two deviations.</summary>
    private const double DeviationOfTruncated = 0.87962566103423978;

    /// <summary>erf(√2): the share of a normal distribution that lies within two deviations.</summary>
    private const double ShareWithinTwoDeviations = 0.95449973610364158;

    /// <summary>Begins the linear and convolutional layers of a module as Flax does; others keep what they have.</summary>
    /// <typeparam name="T">The module's own type.</typeparam>
    /// <param name="module">The module. Its parameters are overwritten in place, from the default generator.</param>
    /// <returns>The module.</returns>
    public static T InitializeAsFlax<T>(this T module) where T : nn.Module
    {
        module.apply(Begin);
        return module;
    }

    private static void Begin(nn.Module module)
    {
        switch (module)
        {
            case Linear linear:
                Begin(linear.weight, linear.bias);
                break;
            case Convolution convolution:
                Begin(convolution.weight, convolution.bias);
                break;
        }
    }

    /// <summary>A kernel lies in PyTorch with its outputs first: [out, in, ..].</summary>
    private static void Begin(Tensor kernel, Tensor? bias)
    {
        double fanIn = kernel.numel() / (double)kernel.shape[0], deviation = 1 / Math.Sqrt(fanIn) / DeviationOfTruncated;
        using (no_grad())
        {
            // By the inverse distribution function. TorchSharp 0.107's trunc_normal_ multiplies with the mean and adds the
            // deviation.
            kernel.uniform_(-ShareWithinTwoDeviations, ShareWithinTwoDeviations).erfinv_()
                .mul_(Math.Sqrt(2) * deviation).clamp_(-2 * deviation, 2 * deviation);
        }

        if (bias is not null)
        {
            nn.init.zeros_(bias);
        }
    }
}
