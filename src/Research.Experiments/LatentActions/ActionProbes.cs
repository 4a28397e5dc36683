using Microsoft.Data.Analysis;
using Research.Tables;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>The codes of several models beside the player's true moves, on training and on held-out pairs.</summary>
public sealed class ActionProbes
{
    private readonly (string Name, LatentActionProbe Train, LatentActionProbe Test)[] _models;

    private readonly Lazy<(string Name, MoveProbe Probe, MoveProbe Shuffled)[]> _classifiers;

    private ActionProbes((string Name, LatentActionProbe Train, LatentActionProbe Test)[] models) => (_models, _classifiers) =
        (models, new(() => [.. models.Select(model => (model.Name, MoveProbe.Train(model.Train, model.Test),
            MoveProbe.Train(model.Train, model.Test, shuffleSeed: 1)))]));

    /// <summary>The model whose code at the player shares the largest fraction of the move's entropy beyond chance.</summary>
    public string Best => _models.MaxBy(model => model.Train.MutualInformationAtPlayer().Share).Name;

    /// <summary>The fraction of <see cref="Best"/>.</summary>
    public double BestShare => _models.Max(model => model.Train.MutualInformationAtPlayer().Share);

    /// <summary>The models whose classifier is better than that on shuffled codes, beyond both intervals.</summary>
    public IReadOnlyList<string> BeyondShuffled =>
        [.. _classifiers.Value.Where(model => IsBeyond(model.Probe, model.Shuffled)).Select(model => model.Name)];

    /// <summary>The probes of a model.</summary>
    /// <param name="name">Its name.</param>
    public (LatentActionProbe Train, LatentActionProbe Test) this[string name] =>
        _models.Where(model => model.Name == name).Select(model => (model.Train, model.Test)).First();

    /// <summary>Encodes the pairs with each model, and reads the moves.</summary>
    /// <param name="variants">The models, trained or loaded as they are needed.</param>
    /// <param name="names">Names of some.</param>
    /// <param name="context">Stops it; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">An episode has no moves.</exception>
    public static ActionProbes Of(VqvaeVariants variants, IEnumerable<string> names, RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(variants);
        LatentActionProbe Probe(string name, Sessions.FramePairs pairs) => LatentActionProbe.Of(variants[name], pairs,
            LatentActionProbe.MazeMoves, cancellation: (context ?? RunContext.Default).Cancellation);
        return new([.. names.Select(name => (name, Probe(name, variants.Train), Probe(name, variants.HeldOut)))]);
    }

    /// <summary>
    /// A row for each model: bits that the code at the player and the move share, beside shuffled moves, and how well the code
    /// alone classifies the moves of held-out pairs.
    /// </summary>
    public DataFrame MutualInformation() => _models.Select(model =>
    {
        var shared = model.Train.MutualInformationAtPlayer();
        var (guess, shuffled) = (model.Train.Classify(model.Test), model.Train.Classify(model.Test, shuffleSeed: 1));
        return new
        {
            Model = model.Name,
            shared.Bits,
            ShuffledBits = shared.Shuffled,
            shared.ShuffledHigh,
            BitsOfTheMove = shared.Entropy,
            BeyondChanceShare = shared.Share,
            GuessedShare = guess.Accuracy,
            GuessedF1 = guess.MacroF1,
            ShuffledF1 = shuffled.MacroF1,
            AnAction = shared.Bits <= shared.ShuffledHigh ? "no more than chance"
                : shared.Share < 0.5 ? "says something of it" : "says most of it",
        };
    }).ToDataFrame();

    /// <summary>
    /// A row for each model: the accuracy of a classifier on the codes at the player and around it, with its interval over
    /// held-out episodes, and that on shuffled codes.
    /// </summary>
    public DataFrame Classifiers() => _classifiers.Value.Select(model => new
    {
        Model = model.Name,
        RightMoves = model.Probe.Accuracy,
        model.Probe.Guesses.MacroF1,
        ShuffledRightMoves = model.Shuffled.Accuracy,
        ShuffledMacroF1 = model.Shuffled.Guesses.MacroF1,
        AnAction = IsBeyond(model.Probe, model.Shuffled) ? "beyond shuffled codes" : "not beyond shuffled codes",
    }).ToDataFrame();

    private static bool IsBeyond(MoveProbe probe, MoveProbe shuffled) => probe.Accuracy.Low > shuffled.Accuracy.High;
}
