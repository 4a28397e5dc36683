using System.Text.Json.Nodes;
using Research.Alignment;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>A trained policy: predicts the keys from the frames of fights.</summary>
public abstract class ActionPolicy : TrainedModel
{
    private protected static readonly string[] Kinds =
        [LatentRecurrentPolicy.Kind, ConvRecurrentPolicy.Kind, FrameStackPolicy.Kind];

    private protected ActionPolicy(nn.Module network, string folder, TrainingResult training) : base(network, folder, training)
    {
    }

    /// <summary>Predicts the probability of each action at every frame of the fights that has enough frames before it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public abstract ActionProbabilities Predict(FightDataset fights, CancellationToken cancellation = default);

    /// <summary>The actions and their keys that its run was trained for; null of a run that does not say.</summary>
    private protected virtual JsonObject? TrainedActions => SavedRun.ConfigOf(Folder, Kinds)["actions"] as JsonObject;

    /// <summary>Shape of the frames that its run was trained on; null of a run that does not say.</summary>
    private protected virtual FrameShape? TrainedFrames =>
        SavedRun.ConfigOf(Folder, Kinds)["train"]?["size"] is { } size ? FrameShape.Of(size) : null;

    /// <summary>The actions that it was trained for; Cuphead's of a run that does not say.</summary>
    internal ActionSet Actions => TrainedActions is { } kept
        ? new ActionSet(kept.Select(action => KeyValuePair.Create(
            action.Key, (IReadOnlyList<string>)[.. action.Value!.AsArray().Select(key => (string)key!)])))
        : ActionSet.Cuphead;

    /// <summary>Lets the policy play: frames go in one after another, probabilities of keys come out.</summary>
    /// <param name="lanes">Fights side by side, at least 1.</param>
    /// <returns>What plays; it must not outlive the policy.</returns>
    public abstract LivePolicy Play(int lanes = 1);

    /// <summary>Predicts some fights and scores the predictions at the threshold 0.5.</summary>
    /// <param name="name">Name of the policy in tables and figures.</param>
    /// <param name="fights">The fights.</param>
    /// <param name="compositeActions">The actions whose mean F1 is the composite; null: the game's.</param>
    /// <param name="seed">Seed of the interval and of the baselines that draw.</param>
    public PolicyEvaluation Evaluate(
        string name, FightDataset fights, IReadOnlyList<string>? compositeActions = null, int seed = 1) =>
        PolicyEvaluation.Of(name, fights, Predict(fights), compositeActions, seed: seed);

    /// <summary>Sees that fights have the actions and the shape of frames that the policy was trained for.</summary>
    /// <exception cref="InvalidDataException">They have others, or other keys for them.</exception>
    public void RequireFits(FightDataset fights)
    {
        ArgumentNullException.ThrowIfNull(fights);
        RequireActions(fights.Frames.Actions, fights.Name);
        if (TrainedFrames is { } expected && expected != fights.Frames.Store.Shape)
        {
            throw new InvalidDataException($"{fights.Name}: found frames of {fights.Frames.Store.Shape} pixels; expected {expected}, "
                + $"as {Folder} was trained on.");
        }
    }

    /// <summary>Sees that a game has the actions that the policy was trained for.</summary>
    /// <param name="found">The game's actions.</param>
    /// <param name="where">The game, or the session, for the message.</param>
    /// <exception cref="InvalidDataException">It has others, or other keys for them.</exception>
    internal void RequireActions(ActionSet found, string where)
    {
        var actions = TrainedActions;
        if (actions is not null && actions.ToJsonString() != ActionsOf(found).ToJsonString())
        {
            throw new InvalidDataException($"{where}: found the actions {found}; expected those that "
                + $"{Folder} was trained for, {string.Join(", ", actions.Select(a => $"{a.Key} ({string.Join(", ", a.Value!.AsArray())})"))}.");
        }
    }

    /// <summary>Actions and their keys as a run keeps them.</summary>
    private protected static JsonObject ActionsOf(ActionSet actions) => new(actions.Names.Zip(actions.KeysOf,
        (name, keys) => KeyValuePair.Create(name, (JsonNode?)new JsonArray([.. keys.Select(key => (JsonNode)key)]))));

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
        double[] thresholds = [.. Predict(heldOut).BestThresholds(heldOut.Timeline).Select(action => action.Threshold)];
        var evaluation = PolicyEvaluation.Of(name, test, Predict(test), thresholds: thresholds, seed: seed);
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
        var config = SavedRun.ConfigOf(folder, Kinds);
        var on = device ?? TorchDevice.Default;
        return (string)config["kind"]! switch
        {
            LatentRecurrentPolicy.Kind => LatentRecurrentPolicy.Load(folder, config, on),
            ConvRecurrentPolicy.Kind => ConvRecurrentPolicy.Load(folder, config, on),
            _ => FrameStackPolicy.Load(folder, config, on),
        };
    }

    /// <summary>Frames that a policy was trained on, by its run's <c>config.json</c>: another number means other data.</summary>
    /// <param name="folder">The folder of its run.</param>
    /// <exception cref="IOException">The folder, or a file of it, is not there.</exception>
    /// <exception cref="InvalidDataException">The run is not complete, or not a policy's.</exception>
    public static int CountTrainingFrames(string folder) =>
        (int?)SavedRun.ConfigOf(folder, Kinds)["train"]?["frames"]
        ?? throw new InvalidDataException(
            $"{Path.Combine(folder, "config.json")}: found no config.train.frames; expected the number of frames that the "
            + "policy was trained on.");
}
