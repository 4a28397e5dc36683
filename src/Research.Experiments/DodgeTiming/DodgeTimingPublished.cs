using Research.Tables;

namespace Research.Experiments.DodgeTiming;

/// <summary>Numbers printed in the dodge-timing document, whose own run stopped before it had any accuracy to print.</summary>
public static class DodgeTimingPublished
{
    /// <summary>The accuracies from which it would conclude something (its verdict): notebook 05.</summary>
    public static PublishedTable Verdict { get; } = new("Dodge-timing document: the verdict", "05-dodge-timing",
    [
        new("accuracy of the best epoch, for a visual signal", $"> {DodgeVerdict.Exists:0.00}", "verdict", "0.00"),
        new("accuracy of the best epoch, for a weak signal", $"> {DodgeVerdict.Weak:0.00}", "verdict", "0.00"),
    ]);
}
