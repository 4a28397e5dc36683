using Research.Sessions.Controls;
using Research.Training;
using static TorchSharp.ModuleExtensionMethods;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>A trained control transformer with all that it needs to play: thresholds and feature statistics.</summary>
public sealed class ControlPolicy : IDisposable
{
    /// <summary>
    /// Windows at once where nothing else is asked for; with another number a matrix product may round the last digit otherwise.
    /// </summary>
    internal const int UsualBatch = 256;

    /// <summary>Where the weights are, in a policy's folder.</summary>
    public const string WeightsFile = "control_policy.safetensors";

    /// <summary>Where the rest is.</summary>
    public const string ConfigFile = "control_config.json";

    private readonly FiveHeadTransformer _network;

    /// <summary>A policy of a network.</summary>
    /// <param name="network">The network, which belongs to the policy from now on and is in evaluation mode.</param>
    /// <param name="config">What it is.</param>
    public ControlPolicy(FiveHeadTransformer network, ControlConfig config)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(config);
        (_network, Config) = (network, config);
        Statistics = new(config.FeatureMean, config.FeatureStd);
        Thresholds = [.. ControlLayout.Presses.Select(control => config.Thresholds[ControlLayout.Names[control]])];
        network.eval();
    }

    /// <summary>What it is.</summary>
    public ControlConfig Config { get; }

    /// <summary>How sensed numbers are made comparable.</summary>
    public FeatureStatistics Statistics { get; }

    /// <summary>The thresholds of <see cref="ControlLayout.Presses"/>.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Parameters of the network.</summary>
    public long Parameters => _network.parameters().Sum(p => p.numel());

    /// <summary>Reads a policy.</summary>
    /// <param name="folder">A folder with <see cref="WeightsFile"/> and <see cref="ConfigFile"/>.</param>
    /// <param name="device">Where it predicts; by default the first GPU, or the processor where there is none.</param>
    /// <exception cref="InvalidDataException">The configuration is not of this kit's layout, or the weights are not its
    /// network's.</exception>
    /// <exception cref="IOException">A file is absent or cannot be read.</exception>
    public static ControlPolicy Load(string folder, TorchDevice? device = null)
    {
        var config = ControlConfig.Read(Path.Combine(folder, ConfigFile));
        var network = new FiveHeadTransformer(config.Size);
        try
        {
            Weights.Load(network, Path.Combine(folder, WeightsFile));
            return new(network.to((device ?? TorchDevice.Default).ToTorch()), config);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Writes the policy's two files, each beside its place and renamed.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        Safetensors.Save(Path.Combine(folder, WeightsFile), _network.state_dict());
        Config.Write(Path.Combine(folder, ConfigFile));
    }

    /// <summary>Predicts the controls at the end of each window.</summary>
    /// <param name="windows">The windows, with the histories that they have.</param>
    /// <param name="batchSize">Windows at once.</param>
    /// <param name="cancellation">Stops it.</param>
    public ControlPredictions Predict(ControlWindows windows, int batchSize = UsualBatch,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(windows);
        return Measure(_network, windows, null, batchSize, cancellation).Predictions;
    }

    /// <summary>Starts to play: frame by frame, with its own controls as history.</summary>
    /// <param name="slot">The slot that is chosen at the start, from 0; −1: none.</param>
    /// <param name="thresholds">A press is where the probability is above: one for each of <see cref="ControlLayout.Presses"/>;
    /// null: <see cref="Thresholds"/>.</param>
    public LiveControls Play(int slot = -1, IReadOnlyList<double>? thresholds = null) =>
        new(_network, this, slot, thresholds ?? Thresholds);

    /// <summary>Plays recordings: body and game are as recorded, the history is what the policy pressed itself.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="frames">Plays the first so many frames of each.</param>
    /// <param name="thresholds">As for <see cref="Play"/>.</param>
    /// <param name="context">Its progress counts frames; null: <see cref="RunContext.Default"/>.</param>
    public FreeRun FreeRunningRollout(
        IReadOnlyList<ControlRecording> recordings, int frames = int.MaxValue, IReadOnlyList<double>? thresholds = null,
        RunContext? context = null)
    {
        ArgumentNullException.ThrowIfNull(recordings);
        int total = recordings.Sum(r => Math.Min(r.FrameCount, frames)), done = 0;
        var ends = new List<(ControlRecording, int)>();
        var predictions = new List<ControlPredictions>();
        var controls = new List<float[]>();
        foreach (var recording in recordings)
        {
            var live = Play(recording.Slot(0), thresholds);
            for (int frame = 0; frame < Math.Min(recording.FrameCount, frames); frame++)
            {
                context?.Cancellation.ThrowIfCancellationRequested();
                controls.Add(live.Step(
                    recording.Frames.Span.Slice(frame * ControlLayout.RawFeatures, ControlLayout.RawFeatures),
                    recording.GameState.Span.Slice(frame * ControlLayout.GameState, ControlLayout.GameState)));
                predictions.Add(live.Predictions);
                ends.Add((recording, frame));
                context?.Progress?.Report(new WorkProgress("free running", ++done, total));
            }
        }

        return new FreeRun(ends, ControlLabels.Of(ends), ControlPredictions.Join(predictions), controls);
    }

    /// <summary>
    /// How much each frame of a window counts: in each layer the last real frame's attention, and in the mean over time.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="rows">Which of them; their mean is taken.</param>
    /// <returns>Rows of weights over the T frames: one a layer, then the mean over time.</returns>
    public double[][] AttentionOverTime(ControlWindows windows, IReadOnlyList<int> rows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var batch = windows.Batch(rows);
        var padding = batch.ToPadding(_network.Device);
        var layers = _network.Attention(batch.ToTensor(_network.Device), padding)
            .Select(weights => weights.select(1, windows.Frames - 1));
        return [.. layers.Append(_network.PoolingWeights(padding))
            .Select(weights => weights.mean([0]).cpu().data<float>().Select(w => (double)w).ToArray())];
    }

    /// <summary>Releases the weights.</summary>
    public void Dispose() => _network.Dispose();

    /// <summary>
    /// The predictions of a network, and the loss of all windows together with its terms: <c>loss</c>, <c>loss_action</c>, …
    /// </summary>
    internal static (ControlPredictions Predictions, Dictionary<string, double> Losses) Measure(
        FiveHeadTransformer network, ControlWindows windows, ControlLoss? loss, int batchSize, CancellationToken cancellation)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var parts = new List<ControlOutputs>();
        foreach (var batch in windows.Epoch(batchSize))
        {
            cancellation.ThrowIfCancellationRequested();
            using var ofBatch = NewDisposeScope();
            var said = network.call(batch.ToTensor(network.Device), batch.ToPadding(network.Device));
            ofBatch.MoveToOuter(said.Actions, said.Look, said.Hotbar, said.Cursor, said.Inventory);
            parts.Add(said);
        }

        Tensor All(Func<ControlOutputs, Tensor> head) => cat([.. parts.Select(head)]);
        var outputs = new ControlOutputs(All(p => p.Actions), All(p => p.Look), All(p => p.Hotbar), All(p => p.Cursor),
            All(p => p.Inventory));
        var losses = new Dictionary<string, double>();
        if (loss?.forward(outputs, windows.Truth.ToTargets(network.Device)) is { } judged)
        {
            losses["loss"] = judged.Total.item<float>();
            foreach (var (name, value) in judged.Terms)
            {
                losses["loss_" + name] = value.item<float>();
            }
        }

        return (ControlPredictions.Of(outputs), losses);
    }
}

/// <summary>What a policy did when its history was its own.</summary>
/// <param name="Ends">The frames.</param>
/// <param name="Truth">What was really pressed there.</param>
/// <param name="Predictions">The policy's predictions.</param>
/// <param name="Controls">What it pressed: 28 controls a frame.</param>
public sealed record FreeRun(
    IReadOnlyList<(ControlRecording Recording, int Frame)> Ends, ControlLabels Truth, ControlPredictions Predictions,
        IReadOnlyList<float[]> Controls)
{
    /// <summary>How often another slot was chosen, and how often it truly was.</summary>
    public (int Pressed, int Recorded) SlotChanges => (
        Enumerable.Range(1, Math.Max(Ends.Count - 1, 0))
        .Count(i => Ends[i].Frame > 0 && !Slots(Controls[i]).SequenceEqual(Slots(Controls[i - 1]))),
        Truth.Hotbar.Count(slot => slot >= 0));

    private static ReadOnlySpan<float> Slots(float[] controls) =>
        controls.AsSpan(ControlLayout.Hotbar[0], ControlLayout.Hotbar.Count);
}
