using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>How the parameters of a network begin.</summary>
public enum Initialization
{
    /// <summary>As Keras's layers do (<see cref="KerasInitialization"/>), with which the Cuphead report was made.</summary>
    Keras,

    /// <summary>As PyTorch's layers do.</summary>
    PyTorch,
}

internal static class WeightInit
{
    /// <summary>Initializes PyTorch's default weights again where Keras's scheme is requested.</summary>
    internal static void Initialize(this nn.Module module, Initialization initialization)
    {
        if (initialization == Initialization.Keras)
        {
            module.InitializeAsKeras();
        }
    }
}
