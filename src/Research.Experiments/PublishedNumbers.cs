using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Tables;

namespace Research.Experiments;

/// <summary>The numbers that the five documents print.</summary>
public static class PublishedNumbers
{
    /// <summary>Every number that is compared, by notebook.</summary>
    public static IReadOnlyList<PublishedTable> All { get; } =
    [
        CupheadPublished.ClassBalance, CupheadPublished.FirstAutoencoder, CupheadPublished.Baseline, CupheadPublished.FocalGrid,
        DodgeTimingPublished.Verdict, LatentActionsPublished.LatentActions, LatentActionsPublished.Criterion,
        ActionDecoderPublished.Sizes, ControlTransformerPublished.Aims,
    ];
}
