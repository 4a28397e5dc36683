namespace TorchSharp.Modules;

/// <summary>The options of a parameter group; null is "as the optimizer's".</summary>
public class OptimizerOptions
{
    /// <summary>The learning rate now.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The learning rate that a schedule starts from.</summary>
    public double InitialLearningRate { get; set; }

    /// <summary>Writes the options.</summary>
    public virtual void SaveStateDict(BinaryWriter writer)
    {
        writer.Write(InitialLearningRate);
        writer.Write(LearningRate!.Value);
    }

    /// <summary>Reads the options as <see cref="SaveStateDict"/> wrote them.</summary>
    public virtual void LoadStateDict(BinaryReader reader)
    {
        InitialLearningRate = reader.ReadDouble();
        LearningRate = reader.ReadDouble();
    }

    /// <summary>Copies the options of another group.</summary>
    public virtual void LoadStateDict(OptimizerOptions source)
    {
        InitialLearningRate = source.InitialLearningRate;
        LearningRate = source.LearningRate;
    }

    /// <summary>Takes from an optimizer what is null here.</summary>
    internal virtual void FillFrom(OptimizerOptions defaults)
    {
        LearningRate ??= defaults.LearningRate;
        InitialLearningRate = LearningRate!.Value;
    }
}
