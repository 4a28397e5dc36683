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
    /// <summary>Layers are made as PyTorch makes them; overwrites them where Keras's beginning is asked for.</summary>
    internal static void Initialize(this nn.Module module, Initialization initialization)
    {
        if (initialization == Initialization.Keras)
        {
            module.InitializeAsKeras();
        }
    }
}
