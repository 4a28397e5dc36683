using System.Globalization;
using Research.Sessions.Controls;

namespace Research.Experiments.ControlTransformer;

/// <summary>The document's table, line by line as the training goes.</summary>
public static class TrainingTable
{
    /// <summary>The two lines above it.</summary>
    public static string Head { get; } = "  Ep  TrLoss  Act    Look  Hbar   Curs   Inv    Idle   VlLoss  VlF1  Score    LR\n"
        + new string('-', 82);

    /// <summary>The table of a training.</summary>
    /// <param name="log">Its epochs.</param>
    public static string Of(ControlLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return string.Join('\n', [Head, .. log.Epochs.Select(Line)]);
    }

    /// <summary>An epoch's line; a star marks the best score so far.</summary>
    public static string Line(ControlEpoch epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        string[] names = ["train_loss", "train_action", "train_look", "train_hotbar", "train_cursor", "train_inv", "train_idle",
            "val_loss", "val_action_f1", "val_score"];
        return string.Create(CultureInfo.InvariantCulture,
            $"{epoch.Epoch,4}  "
            + $"{string.Join("  ", names.Select(name => epoch[name].ToString("0.000", CultureInfo.InvariantCulture)))}  "
            + $"{epoch["lr"]:0.0e-0}{(epoch.IsBest ? " *" : "")}");
    }
}
