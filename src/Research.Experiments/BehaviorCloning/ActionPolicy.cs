using Research.Metrics;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A trained policy: predicts the keys from the frames of fights.</summary>
public abstract class ActionPolicy : TrainedModel
{
    private protected ActionPolicy(nn.Module network, string folder, TrainingResult training) : base(network, folder, training)
    {
    }

    /// <summary>Predicts the probability of each action at every frame of the fights that has enough frames before it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public abstract ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default);

    /// <summary>Predicts some fights and scores the predictions at the threshold 0.5.</summary>
    /// <param name="name">Name of the policy in tables and figures.</param>
    /// <param name="fights">The fights.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite.</param>
    /// <param name="seed">Seed of the interval and of the baselines that draw.</param>
    public PolicyEvaluation Evaluate(string name, FightDataset fights, IReadOnlyList<string> compositeActions, int seed) =>
        PolicyEvaluation.Of(name, fights, Predict(fights), compositeActions, seed: seed);

    /// <summary>
    /// Scores the policy on a test session, with the threshold of each action that has the best F1 on held-out fights, and writes
    /// predictions and scores into its run.
    /// </summary>
    /// <param name="name">Name of the policy in tables and figures.</param>
    /// <param name="test">The test session's fights.</param>
    /// <param name="heldOut">Fights that it was not trained on, other than the test session's.</param>
    /// <param name="seed">Seed of the interval and of the baselines that draw.</param>
    public PolicyEvaluation EvaluateAtHeldOutThresholds(string name, FightDataset test, FightDataset heldOut, int seed)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        double[] thresholds =
            [.. ThresholdSearch.PerAction(heldOut.Timeline, Predict(heldOut)).Select(action => action.Threshold)];
        var evaluation = PolicyEvaluation.Of(name, test, Predict(test), CupheadPublished.CompositeActions, thresholds, seed);
        evaluation.Save(Folder);
        return evaluation;
    }

    /// <summary>Loads a policy from its run's folder, whichever kind it is.</summary>
    /// <param name="folder">The folder; a policy on latents finds its autoencoder from there.</param>
    /// <param name="device">Where it predicts; by default the first GPU, or the processor where there is none.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or not a policy's.</exception>
    /// <exception cref="PlatformNotSupportedException">The processor does not have the precision that it was trained
    /// in.</exception>
    public static ActionPolicy Load(string folder, TorchDevice? device = null)
    {
        var config = SavedRun.ConfigOf(folder, LatentRecurrentPolicy.Kind, ConvRecurrentPolicy.Kind);
        var on = device ?? TorchDevice.Default;
        return (string)config["kind"]! == LatentRecurrentPolicy.Kind ? LatentRecurrentPolicy.Load(folder, config, on)
            : ConvRecurrentPolicy.Load(folder, config, on);
    }

    /// <summary>Frames that a policy was trained on, by its run's <c>config.json</c>: another number means other data.</summary>
    /// <param name="folder">The folder of its run.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or not a policy's.</exception>
    public static int CountTrainingFrames(string folder) =>
        (int?)SavedRun.ConfigOf(folder, LatentRecurrentPolicy.Kind, ConvRecurrentPolicy.Kind)["train"]?["frames"]
        ?? throw new InvalidDataException(
            $"{Path.Combine(folder, "config.json")}: found no config.train.frames; expected the number of frames that the "
            + "policy was trained on.");
}
