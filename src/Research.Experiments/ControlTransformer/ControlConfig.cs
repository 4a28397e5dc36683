using System.ComponentModel.DataAnnotations;
using Research.Sessions.Controls;
using Research.Training;

namespace Research.Experiments.ControlTransformer;

/// <summary>How a policy's training went.</summary>
public sealed record ControlConfigTraining
{
    /// <summary>Epochs, those of all stages.</summary>
    [Range(0, ConfigRanges.Most)]
    public required int EpochsTrained { get; init; }

    /// <summary>Of the epoch whose weights are kept, at thresholds of 0.5.</summary>
    public required double BestCombinedScore { get; init; }

    /// <summary>Scores with the policy's own thresholds, by name.</summary>
    public required IReadOnlyDictionary<string, double> PerHeadMetrics { get; init; }
}

/// <summary>
/// All that a policy is beside its weights: <c>control_config.json</c>, version 2. Source: control-transformer document, "Config
/// Format".
/// </summary>
public sealed record ControlConfig
{
    private const int CurrentVersion = 2;

    /// <summary>The configuration of a trained policy.</summary>
    /// <param name="options">How it was trained.</param>
    /// <param name="thresholds">Of <see cref="ControlLayout.Presses"/>.</param>
    /// <param name="statistics">How sensed numbers are made comparable.</param>
    /// <param name="training">How the training went.</param>
    internal static ControlConfig Of(
        ControlOptions options, IReadOnlyList<double> thresholds, FeatureStatistics statistics, ControlConfigTraining training)
    {
        var size = options.Size;
        return new ControlConfig
        {
            InputDim = size.InputDim,
            DModel = size.DModel,
            Nhead = size.Nhead,
            NumLayers = size.NumLayers,
            DimFeedforward = size.DimFeedforward,
            Dropout = size.Dropout,
            MaxSeqLen = size.MaxSeqLen,
            ActionHistoryDropout = options.ActionHistoryDropout,
            Thresholds = ControlLayout.Presses.Select((control, i) => (ControlLayout.Names[control], thresholds[i]))
                .ToDictionary(),
            FeatureMean = statistics.Mean,
            FeatureStd = statistics.Deviation,
            Training = training,
        };
    }

    /// <summary>2.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>671.</summary>
    public required int InputDim { get; init; }

    /// <inheritdoc cref="ControlTransformerSize.DModel"/>
    [Range(1, ConfigRanges.MostUnits)]
    public required int DModel { get; init; }

    /// <inheritdoc cref="ControlTransformerSize.Nhead"/>
    [Range(1, ConfigRanges.MostUnits)]
    public required int Nhead { get; init; }

    /// <inheritdoc cref="ControlTransformerSize.NumLayers"/>
    [Range(1, 1000)]
    public required int NumLayers { get; init; }

    /// <inheritdoc cref="ControlTransformerSize.DimFeedforward"/>
    [Range(1, ConfigRanges.MostUnits)]
    public required int DimFeedforward { get; init; }

    /// <inheritdoc cref="ControlTransformerSize.Dropout"/>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public required double Dropout { get; init; }

    /// <inheritdoc cref="ControlTransformerSize.MaxSeqLen"/>
    [Range(1, 10_000)]
    public required int MaxSeqLen { get; init; }

    /// <summary>12.</summary>
    public int NumActionControls { get; init; } = ControlLayout.Actions.Count;

    /// <summary>2.</summary>
    public int NumLookControls { get; init; } = ControlLayout.Look.Count;

    /// <summary>9.</summary>
    public int NumHotbarSlots { get; init; } = ControlLayout.Hotbar.Count;

    /// <summary>2.</summary>
    public int NumCursorControls { get; init; } = ControlLayout.Cursor.Count;

    /// <summary>3.</summary>
    public int NumInvControls { get; init; } = ControlLayout.Inventory.Count;

    /// <summary>The 28 names.</summary>
    public IReadOnlyList<string> ControlNames { get; init; } = ControlLayout.Names;

    /// <summary>For each of <see cref="ControlLayout.Presses"/> the probability above which it is pressed.</summary>
    public required IReadOnlyDictionary<string, double> Thresholds { get; init; }

    /// <summary>A look below it is sent as 0.</summary>
    [Range(0.0, 1.0)]
    public double LookDeadzone { get; init; } = ControlLayout.LookDeadZone;

    /// <summary>How much of a look is new when it is sent; the rest is what was sent before.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double LookSmoothingAlpha { get; init; } = 0.35;

    /// <summary>5.</summary>
    public int ActionHistoryLength { get; init; } = ControlLayout.HistoryFrames;

    /// <inheritdoc cref="ControlOptions.ActionHistoryDropout"/>
    [Range(0.0, 1.0)]
    public required double ActionHistoryDropout { get; init; }

    /// <summary>46.</summary>
    public int GameStateDim { get; init; } = ControlLayout.GameState;

    /// <inheritdoc cref="FeatureStatistics.Mean"/>
    public required IReadOnlyList<float> FeatureMean { get; init; }

    /// <inheritdoc cref="FeatureStatistics.Deviation"/>
    public required IReadOnlyList<float> FeatureStd { get; init; }

    /// <summary>How the training went.</summary>
    public required ControlConfigTraining Training { get; init; }

    internal ControlTransformerSize Size => new()
    {
        InputDim = InputDim,
        DModel = DModel,
        Nhead = Nhead,
        NumLayers = NumLayers,
        DimFeedforward = DimFeedforward,
        Dropout = Dropout,
        MaxSeqLen = MaxSeqLen,
    };

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="InvalidDataException">A field is missing, unknown, or has a value that this kit's layout does not have;
    /// the message names it.</exception>
    public static ControlConfig Read(string file)
    {
        var config = FieldFile.Read<ControlConfig>(file);
        config.RequireFit(file);
        return config;
    }

    /// <summary>Writes the configuration; the file is written beside and renamed.</summary>
    public void Write(string file) => FieldFile.Write(file, this);

    private void RequireFit(string file)
    {
        void Require(string field, object found, object expected)
        {
            if (!found.Equals(expected))
            {
                throw new InvalidDataException($"{file}: found {found} in the field '{field}'; expected {expected}.");
            }
        }

        Require("version", Version, CurrentVersion);
        Require("input_dim", InputDim, ControlLayout.InputWidth);
        Require("num_action_controls", NumActionControls, ControlLayout.Actions.Count);
        Require("num_look_controls", NumLookControls, ControlLayout.Look.Count);
        Require("num_hotbar_slots", NumHotbarSlots, ControlLayout.Hotbar.Count);
        Require("num_cursor_controls", NumCursorControls, ControlLayout.Cursor.Count);
        Require("num_inv_controls", NumInvControls, ControlLayout.Inventory.Count);
        Require("action_history_length", ActionHistoryLength, ControlLayout.HistoryFrames);
        Require("game_state_dim", GameStateDim, ControlLayout.GameState);
        Require("control_names", string.Join(", ", ControlNames), string.Join(", ", ControlLayout.Names));
        Require("thresholds", string.Join(", ", Thresholds.Keys.Order()),
            string.Join(", ", ControlLayout.Presses.Select(p => ControlLayout.Names[p]).Order()));
        Require("feature_mean", $"{FeatureMean.Count} numbers", $"{ControlLayout.InputWidth} numbers");
        Require("feature_std", $"{FeatureStd.Count} numbers", $"{ControlLayout.InputWidth} numbers");
        Require("feature_std", FeatureStd.Min() > 0 ? "numbers above 0" : $"{FeatureStd.Min()}", "numbers above 0");
    }
}
