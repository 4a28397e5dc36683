using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>
/// How Keras's layers begin, for models whose report was made with Keras (SPEC.md §A). PyTorch's recurrent layers begin
/// uniform in ±1/√hidden, biases too, which learns differently.
/// </summary>
/// <remarks>
/// Sources: <c>keras/src/initializers/random_initializers.py</c> (<c>GlorotUniform</c>, after Glorot and Bengio 2010;
/// <c>Orthogonal</c>, after Saxe et al. 2013), <c>keras/src/layers/rnn/lstm.py</c> (<c>unit_forget_bias</c>, after Jozefowicz
/// et al. 2015) and <c>gru.py</c> (<c>reset_after</c>, the form that PyTorch's GRU has, with its two biases).
/// </remarks>
public static class KerasInitialization
{
    /// <summary>Begins a module and all below it as Keras does; others than those named here keep what they have.</summary>
    /// <typeparam name="T">The module's own type.</typeparam>
    /// <param name="module">The module. Its parameters are overwritten in place, from the default generator.</param>
    /// <returns>The module.</returns>
    /// <remarks>
    /// <list type="bullet">
    /// <item>Linear, convolution, transposed convolution: kernels uniform in ±√(6 / (fan in + fan out)), biases 0.</item>
    /// <item>LSTM, GRU: the kernels of the input so, all gates counted as outputs; those of the state orthogonal, all gates
    /// in one matrix [hidden, gates × hidden] with orthonormal rows; biases 0.</item>
    /// <item>LSTM: the bias of the forget gate 1. Keras has one bias where PyTorch adds two; the first gets it.</item>
    /// <item>Embedding: uniform in ±0.05.</item>
    /// </list>
    /// </remarks>
    public static T InitializeAsKeras<T>(this T module) where T : nn.Module
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
            case LSTM lstm:
                InitializeRecurrent(lstm);
                foreach (var (name, parameter) in lstm.named_parameters())
                {
                    if (name.StartsWith("bias_ih", StringComparison.Ordinal))
                    {
                        OpenForgetGate(parameter);
                    }
                }
                break;
            case GRU gru:
                InitializeRecurrent(gru);
                break;
            case Embedding { weight: { } vectors }:
                nn.init.uniform_(vectors, -0.05, 0.05);
                break;
        }
    }

    private static void Begin(Tensor kernel, Tensor? bias)
    {
        nn.init.xavier_uniform_(kernel);
        if (bias is not null)
        {
            nn.init.zeros_(bias);
        }
    }

    /// <summary>
    /// A kernel lies in PyTorch as the transpose of Keras's, [gates × hidden, ..]: rows there are columns here.
    /// </summary>
    private static void InitializeRecurrent(nn.Module layer)
    {
        foreach (var (name, parameter) in layer.named_parameters())
        {
            if (name.StartsWith("weight_ih", StringComparison.Ordinal))
            {
                nn.init.xavier_uniform_(parameter);
            }
            else if (name.StartsWith("weight_hh", StringComparison.Ordinal))
            {
                nn.init.orthogonal_(parameter);
            }
            else
            {
                nn.init.zeros_(parameter);
            }
        }
    }

    /// <summary>The gates lie in the order input, forget, cell, output.</summary>
    private static void OpenForgetGate(Tensor bias)
    {
        long hidden = bias.shape[0] / 4;
        using var _ = no_grad();
        using var forget = bias.narrow(0, hidden, hidden);
        forget.fill_(1);
    }
}
