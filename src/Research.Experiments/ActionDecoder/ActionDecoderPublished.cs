using Research.Sessions.Inputs;
using Research.Tables;

namespace Research.Experiments.ActionDecoder;

/// <summary>Numbers printed in the action-decoder document, which reports no run: the sizes of its problem.</summary>
public static class ActionDecoderPublished
{
    /// <summary>The sizes of a window and of what is known before it: notebook 07.</summary>
    public static PublishedTable Sizes { get; } = new("Action-decoder document: sizes of the problem", "07-action-decoder",
    [
        PublishedNumber.Of("window, ms", 600, "0", "problem statement"),
        PublishedNumber.Of("windows of history", 10, "0", "problem statement"),
        PublishedNumber.Of("actions in a window at most", 100, "0", "action sequence processing"),
        PublishedNumber.Of("numbers an action", 7, "0", "action sequence processing"),
        PublishedNumber.Of("numbers of the game's state", 128, "0", "gamestate sequence processing"),
    ]);

    /// <summary><see cref="Sizes"/> beside ours.</summary>
    public static Comparison CompareSizes() => Sizes.CompareWith(
        ("window, ms", 1000 * InputSession.TickSeconds), ("windows of history", InputWindows.History),
        ("actions in a window at most", InputSession.MostActions), ("numbers an action", InputAction.FeatureCount),
        ("numbers of the game's state", InputSession.StateWidth));
}
