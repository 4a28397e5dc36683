using System.ComponentModel.DataAnnotations;
using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>How much each term counts; by default as in the document.</summary>
public sealed record ControlLossWeights
{
    /// <summary>Of the twelve actions.</summary>
    [Range(0.0, 1e6)]
    public double Action { get; init; } = 1.0;

    /// <summary>Of looking.</summary>
    [Range(0.0, 1e6)]
    public double Look { get; init; } = 0.5;

    /// <summary>Of newly chosen slots.</summary>
    [Range(0.0, 1e6)]
    public double Hotbar { get; init; } = 0.3;

    /// <summary>Of the cursor.</summary>
    [Range(0.0, 1e6)]
    public double Cursor { get; init; } = 0.5;

    /// <summary>Of clicks in the inventory.</summary>
    [Range(0.0, 1e6)]
    public double Inv { get; init; } = 0.3;

    /// <summary>Of false alarms while idle.</summary>
    [Range(0.0, 1e6)]
    public double Idle { get; init; } = 0.3;
}

/// <summary>
/// The document's loss: six terms, each on the frames that its head is for, each weighted by the share of such frames in the
/// batch. A term without a frame is 0.
/// </summary>
/// <remarks>
/// Source: control-transformer document, "Loss Functions". The action term's mean goes over all frames, masked ones as 0, and is
/// weighted by their share once more, as written there.
/// </remarks>
public sealed class ControlLoss
{
    /// <summary>No weight of a positive is above it.</summary>
    public const double LargestPositiveWeight = 50;

    private readonly ControlLossWeights _weights;
    private readonly float[] _actionWeights, _inventoryWeights;
    private readonly double _deadZone;
    private readonly float[]? _actions;

    /// <summary>A loss.</summary>
    /// <param name="actionWeights">What the loss of a pressed action is multiplied with: [12], above 0.</param>
    /// <param name="inventoryWeights">The same for the inventory: [3].</param>
    /// <param name="weights">How much each term counts; null: as in the document.</param>
    /// <param name="deadZone">A look of more than this, in either direction, is one.</param>
    /// <param name="actions">Which actions count: [12]; null: all. Where some do not, means are over those that do.</param>
    public ControlLoss(
        IReadOnlyList<float> actionWeights, IReadOnlyList<float> inventoryWeights, ControlLossWeights? weights = null,
            double deadZone = 0.08, IReadOnlyList<bool>? actions = null)
    {
        ArgumentNullException.ThrowIfNull(actionWeights);
        ArgumentNullException.ThrowIfNull(inventoryWeights);
        (_actionWeights, _inventoryWeights, _weights, _deadZone) =
            ([.. actionWeights], [.. inventoryWeights], weights ?? new(), deadZone);
        _actions = actions is null || actions.All(counts => counts) ? null
            : [.. actions.Select(counts => counts ? (float)actions.Count / actions.Count(c => c) : 0)];
    }

    /// <summary>min(total / (2 × positives), 50); 50 where there is no positive.</summary>
    /// <param name="total">Frames that the head is for.</param>
    /// <param name="positives">Those of them where the control is pressed.</param>
    public static float PositiveWeight(int total, int positives) => positives == 0 ? (float)LargestPositiveWeight
        : (float)Math.Min(total / (2.0 * positives), LargestPositiveWeight);

    /// <summary>
    /// <see cref="PositiveWeight"/> of each action over the frames of play, and of each click over the frames with a screen.
    /// </summary>
    /// <param name="labels">The labels of the training windows.</param>
    /// <returns>[12] and [3].</returns>
    public static (float[] Actions, float[] Inventory) PositiveWeights(ControlLabels labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return (Weights(labels.Actions, ControlLayout.Actions.Count, onScreen: false),
            Weights(labels.Inventory, ControlLayout.Inventory.Count, onScreen: true));

        float[] Weights(float[] pressed, int controls, bool onScreen)
        {
            int[] rows = [.. Enumerable.Range(0, labels.Count).Where(row => labels.IsScreenOpen[row] == onScreen)];
            return [.. Enumerable.Range(0, controls).Select(control =>
                PositiveWeight(rows.Length, rows.Count(row => pressed[row * controls + control] > 0)))];
        }
    }

    /// <summary>The loss of a batch, and its terms by name: action, look, hotbar, cursor, inv, idle.</summary>
    /// <param name="outputs">Outputs of the heads.</param>
    /// <param name="targets">What was pressed.</param>
    public StepLoss forward(ControlOutputs outputs, ControlTargets targets)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(targets);
        using var scope = NewDisposeScope();
        var screen = targets.Screen.to_type(ScalarType.Float32);
        var play = 1 - screen;
        var changed = targets.Hotbar.ge(0).to_type(ScalarType.Float32);
        var actions = Action(outputs, targets, play);
        var look = Look(outputs, targets, play);
        var hotbar = Hotbar(outputs, targets, changed);
        var cursor = PerFrame(nn.functional.mse_loss(outputs.Cursor, targets.Cursor, nn.Reduction.None), screen);
        var inventory = PerFrame(nn.functional.binary_cross_entropy_with_logits(
            outputs.Inventory, targets.Inventory, reduction: nn.Reduction.None,
                pos_weights: tensor(_inventoryWeights, device: outputs.Inventory.device)), screen);
        var idle = Idle(outputs, targets, play);
        var total = actions * play.mean() * _weights.Action + look * play.mean() * _weights.Look
            + hotbar * changed.mean() * _weights.Hotbar
            + cursor * screen.mean() * _weights.Cursor + inventory * screen.mean() * _weights.Inv + idle * _weights.Idle;
        (string Name, Tensor Value)[] terms = [("action", actions), ("look", look), ("hotbar", hotbar), ("cursor", cursor),
            ("inv", inventory), ("idle", idle)];
        return new StepLoss(total.MoveToOuterDisposeScope(),
            [.. terms.Select(term => (term.Name, term.Value.detach().MoveToOuterDisposeScope()))]);
    }

    private Tensor Action(ControlOutputs outputs, ControlTargets targets, Tensor play)
    {
        var losses = nn.functional.binary_cross_entropy_with_logits(outputs.Actions, targets.Actions,
            reduction: nn.Reduction.None, pos_weights: tensor(_actionWeights, device: outputs.Actions.device));
        return (OfCounted(losses) * play.unsqueeze(1)).mean();
    }

    private Tensor Look(ControlOutputs outputs, ControlTargets targets, Tensor play)
    {
        var looking = targets.Look.abs().gt(_deadZone).any(1).to_type(ScalarType.Float32) * play;
        return PerFrame(nn.functional.smooth_l1_loss(outputs.Look, targets.Look, nn.Reduction.None), looking);
    }

    private static Tensor Hotbar(ControlOutputs outputs, ControlTargets targets, Tensor changed) =>
        PerFrame(nn.functional.cross_entropy(outputs.Hotbar, targets.Hotbar.clamp_min(0),
            reduction: nn.Reduction.None).unsqueeze(1), changed);

    private Tensor Idle(ControlOutputs outputs, ControlTargets targets, Tensor play)
    {
        var idle = targets.Actions.sum(1L).eq(0).to_type(ScalarType.Float32) * play;
        return PerFrame(OfCounted(outputs.Actions.sigmoid()), idle) / outputs.Actions.shape[1];
    }

    private Tensor OfCounted(Tensor values) => _actions is null ? values : values * tensor(_actions, device: values.device);

    /// <summary>
    /// The sum over masked frames and their numbers, divided by the number of frames, or by 1 where there is none.
    /// </summary>
    private static Tensor PerFrame(Tensor losses, Tensor mask) => (losses * mask.unsqueeze(1)).sum() / mask.sum().clamp_min(1);
}
