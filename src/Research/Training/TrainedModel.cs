using static TorchSharp.torch;

namespace Research.Training;

/// <summary>A trained model: a network, the folder of its run, its curves.</summary>
public abstract class TrainedModel : IDisposable
{
    private readonly nn.Module _network;

    /// <param name="network">The network, which belongs to the model from now on.</param>
    /// <param name="folder">Its run's folder.</param>
    /// <param name="training">Its curves.</param>
    protected TrainedModel(nn.Module network, string folder, TrainingResult training) =>
        (_network, Folder, Training) = (network, folder, training);

    /// <summary>Its run's folder.</summary>
    public string Folder { get; }

    /// <summary>Its curves: a value for each epoch, by name, such as <c>train_loss</c> and <c>val_loss</c>.</summary>
    public TrainingResult Training { get; }

    /// <summary>Number of parameters of the network.</summary>
    public long Parameters => _network.parameters().Sum(p => p.numel());

    /// <summary>Releases the weights.</summary>
    public virtual void Dispose()
    {
        _network.Dispose();
        GC.SuppressFinalize(this);
    }
}
