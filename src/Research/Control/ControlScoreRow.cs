using System.Globalization;

namespace Research.Control;

/// <summary>A policy's line in a table of scores.</summary>
/// <param name="Policy">What it is called.</param>
/// <param name="Score">The combined score.</param>
/// <param name="ActionF1">Mean F1 of the actions.</param>
/// <param name="LookMse">Mean squared error of looks.</param>
/// <param name="LookDirection">Share of looks into the right direction.</param>
/// <param name="Hotbar">Accuracy of new slots.</param>
/// <param name="CursorMse">Mean squared error of the cursor.</param>
/// <param name="CursorPixels">Its mean distance in pixels.</param>
/// <param name="InventoryF1">Mean F1 of the inventory's controls.</param>
/// <param name="Idle">Share of idle frames without a false alarm.</param>
public sealed record ControlScoreRow(
    string Policy, string Score, string ActionF1, string LookMse, string LookDirection, string Hotbar, string CursorMse, string CursorPixels, string InventoryF1, string Idle)
{
    /// <summary>The line of a policy.</summary>
    public static ControlScoreRow Of(ControlEvaluation policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        string Text(double value, string format = "0.000") => value.ToString(format, CultureInfo.InvariantCulture);
        return new(policy.Name, Text(policy.CombinedScore), Text(policy.ActionF1), Text(policy.LookMse, "0.0000"), Text(policy.LookDirectionAccuracy), Text(policy.HotbarAccuracy),
            Text(policy.CursorMse, "0.0000"), Text(policy.CursorPixelError, "0"), Text(policy.InventoryF1), Text(policy.IdleAccuracy));
    }
}
