using Microsoft.Data.Analysis;
using Research.Tables;

namespace Research.Experiments.ControlTransformer;

/// <summary>Scores of policies on controls as a frame.</summary>
public static class ControlFrames
{
    /// <summary>A row for each policy with the document's scores, and the interval of its action F1 over recordings.</summary>
    /// <param name="policies">The policies.</param>
    public static DataFrame ToDataFrame(this IEnumerable<ControlEvaluation> policies) => policies.Select(policy => new
    {
        Policy = policy.Name,
        Score = policy.CombinedScore,
        ActionF1 = policy.ActionF1Interval,
        policy.LookMse,
        policy.LookDirectionAccuracy,
        policy.HotbarAccuracy,
        policy.CursorMse,
        CursorErrorPixels = policy.CursorPixelError,
        policy.InventoryF1,
        policy.IdleAccuracy,
    }).ToDataFrame();
}
