using Research.Tables;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

public static partial class CupheadPublished
{
    /// <summary>The report's numbers of its class balance beside those of ours; of another game, beside none.</summary>
    /// <param name="balance">The class balance of a session.</param>
    public static Comparison CompareClassBalance(Alignment.ClassBalance balance)
    {
        ArgumentNullException.ThrowIfNull(balance);
        return !IsOf(balance.Actions.Select(action => action.Action)) ? ClassBalance.CompareWith() : ClassBalance.CompareWith([
            ("frames", balance.Frames),
            .. balance.Actions.Select(action => ($"frames with {action.Action}", (double?)action.Frames)),
            .. balance.Actions.Select(action => ($"% of frames with {action.Action}", (double?)action.Percent)),
        ]);
    }

    /// <summary>How often each key is held (figure 1, appendix B): notebook 01.</summary>
    public static PublishedTable ClassBalance { get; } =
        new("Cuphead report: class balance of the training session", "01-eda-class-balance",
    [
        PublishedNumber.Of("frames", TrainFrames, "N0", "appendix B"),
        .. TrainFramesHeld.Select(held => PublishedNumber.Of($"frames with {held.Key}", held.Value, "N0", "appendix B")),
        .. TrainFramesHeld.Keys.Select(action =>
            PublishedNumber.Of($"% of frames with {action}", TrainPercent(action), "0.00", "appendix B")),
    ]);

    /// <summary>The data set and the phase-1 autoencoder (section 3.1, appendix A.3): notebook 02.</summary>
    public static PublishedTable FirstAutoencoder { get; } =
        new("Cuphead report: data set and first autoencoder", "02-autoencoder-reconstruction-pca",
    [
        PublishedNumber.Of("frames to learn from", TrainFightFrames, "N0", "appendix A.2"),
        PublishedNumber.Of("frames to validate on", TestFightFrames, "N0", "appendix A.2"),
        PublishedNumber.Of("height of a frame", FrameHeight, "0", "appendix A.2"),
        PublishedNumber.Of("width of a frame", FrameWidth, "0", "appendix A.2"),
        PublishedNumber.Of("channels of a frame", FrameChannels, "0", "appendix A.2"),
        PublishedNumber.Of("epochs", BaselineAutoencoderValidationMse.Count, "0", "appendix A.3.1"),
        .. BaselineAutoencoderValidationMse.Select((mse, i) =>
            PublishedNumber.Of($"validation error after epoch {i + 1}", mse, "0.0000", "appendix A.3.1")),
        PublishedNumber.Of("ms for 32 frames", MillisecondsPerStep["phase-1 autoencoder"], "0", "appendix A.3.1"),
    ]);

    /// <summary>
    /// The report's numbers of its data set and its first autoencoder beside those of ours; of another game, beside none.
    /// </summary>
    /// <param name="autoencoder">The autoencoder without a bottleneck.</param>
    /// <param name="train">The fights that it was trained on.</param>
    /// <param name="test">The fights that it was validated on.</param>
    public static Comparison CompareFirstAutoencoder(FrameAutoencoder autoencoder, FightDataset train, FightDataset test)
    {
        ArgumentNullException.ThrowIfNull(autoencoder);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        var store = test.Frames.Store;
        var epochs = autoencoder.Training.Epochs;
        double batches = train.Frames.Count / (double)autoencoder.Options.Stride / 32;
        return !IsOf(test.Timeline.Actions.Names) ? FirstAutoencoder.CompareWith() : FirstAutoencoder.CompareWith([
            ("frames to learn from", train.Frames.Count),
            ("frames to validate on", test.Frames.Count),
            ("height of a frame", store.Height),
            ("width of a frame", store.Width),
            ("channels of a frame", store.FrameBytes / (store.Height * store.Width)),
            ("epochs", epochs.Count),
            .. epochs.Select(epoch => ($"validation error after epoch {epoch.Epoch}", (double?)epoch["val_loss"])),
            ("ms for 32 frames", 1000 * epochs.Average(epoch => epoch.StepSeconds) / batches),
        ]);
    }

    /// <summary>The report's numbers of its baseline policies beside those of ours; of another game, beside none.</summary>
    /// <param name="lstm">The scores of the policy with LSTM cells.</param>
    /// <param name="gru">The scores of the policy with GRU cells.</param>
    /// <param name="milliseconds">Of a training step with 32 windows.</param>
    public static Comparison CompareBaseline(PolicyEvaluation lstm, PolicyEvaluation gru, double milliseconds)
    {
        ArgumentNullException.ThrowIfNull(lstm);
        ArgumentNullException.ThrowIfNull(gru);
        return !IsOf(lstm.Actions.Select(row => row.Action)) ? Baseline.CompareWith() : Baseline.CompareWith([
            ("binary accuracy, LSTM", lstm.BinaryAccuracy),
            ("binary accuracy, LSTM, by the log", lstm.BinaryAccuracy),
            ("binary accuracy, GRU, by the log", gru.BinaryAccuracy),
            .. lstm.Actions.Select(row => ($"F1 of {row.Action}, LSTM", row.Frames.F1)),
            .. gru.Actions.Select(row => ($"F1 of {row.Action}, GRU", row.Frames.F1)),
            ("ms for 32 windows", milliseconds),
        ]);
    }

    /// <summary>The policies trained with cross-entropy (section 4.1, appendix A.3.3): notebook 03.</summary>
    public static PublishedTable Baseline { get; } = new("Cuphead report: policies by cross-entropy", "03-baseline-bce",
    [
        PublishedNumber.Of("binary accuracy, LSTM", BaselineBinaryAccuracy, "0.0000", "section 4.1"),
        PublishedNumber.Of("binary accuracy, LSTM, by the log", BaselineLstmBinaryAccuracy, "0.0000", "appendix A.3.3"),
        PublishedNumber.Of("binary accuracy, GRU, by the log", BaselineGruBinaryAccuracy, "0.0000", "appendix A.3.3"),
        .. new[] { "LSTM", "GRU" }.SelectMany(cell =>
            BaselineF1.Select(f1 => PublishedNumber.Of($"F1 of {f1.Key}, {cell}", f1.Value, "0.00", "section 4.1, figure 4"))),
        PublishedNumber.Of("ms for 32 windows", MillisecondsPerStep["policy on 18,432 numbers"], "0", "appendix A.3.3"),
    ]);

    /// <summary>The report's numbers of its grid beside those of ours; of another game, beside none.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="frames">Frames that an epoch of an autoencoder trains on.</param>
    /// <param name="windows">Windows that an epoch of a policy trains on.</param>
    public static Comparison CompareGrid(GridResult grid, double frames, double windows)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var best = grid.Policies.FirstOrDefault(policy => policy.Name == "GRU 512");
        return !IsOf(grid.Actions) ? FocalGrid.CompareWith() : FocalGrid.CompareWith([
            .. grid.AutoencoderHistories.Select(a =>
                ($"validation error, autoencoder {a.Key}", (double?)a.Value.Epochs[^1]["val_loss"])),
            .. grid.Policies.Select(p => ($"composite F1, {p.Name}", p.Evaluation.Composite.Estimate)),
            .. grid.Policies.SelectMany(p => p.Evaluation.Actions.Select(a => ($"F1 of {a.Action}, {p.Name}", a.Frames.F1))),
            .. (best?.Evaluation.Actions ?? []).SelectMany(a => new[]
            {
                ($"GRU 512: precision of {a.Action}", a.Frames.Precision),
                ($"GRU 512: recall of {a.Action}", a.Frames.Recall),
                ($"GRU 512: F1 of {a.Action}", a.Frames.F1),
            }),
            .. grid.AutoencoderHistories.Select(a =>
                ($"ms for 32 frames, autoencoder {a.Key}", (double?)Milliseconds(a.Value, frames))),
            ("ms for 32 windows, policies", grid.Policies.Average(p => Milliseconds(p.Training, windows))),
        ]);

        static double Milliseconds(TrainingResult training, double examples) =>
            1000 * training.Epochs.Average(epoch => epoch.StepSeconds) * 32 / examples;
    }

    /// <summary>The grid by focal loss and its best model (section 4.2, appendix A.5): notebook 04.</summary>
    public static PublishedTable FocalGrid { get; } = new("Cuphead report: the grid by focal loss", "04-focal-grid-search",
    [
        .. LatentAutoencoderValidationMse.Select(mse =>
            PublishedNumber.Of($"validation error, autoencoder {mse.Key}", mse.Value, "0.0000", "appendix A.5.2")),
        .. Grid.SelectMany(m => new[]
        {
            PublishedNumber.Of($"composite F1, {m.Name}", m.CompositeF1, "0.0000", "appendix A.5.2"),
            PublishedNumber.Of($"F1 of JUMP, {m.Name}", m.JumpF1, "0.00", "appendix A.5.2"),
            PublishedNumber.Of($"F1 of SHOOT, {m.Name}", m.ShootF1, "0.00", "appendix A.5.2"),
            PublishedNumber.Of($"F1 of DASH, {m.Name}", m.DashF1, "0.00", "appendix A.5.2"),
        }),
        .. BestModel.SelectMany(s => new[]
        {
            PublishedNumber.Of($"GRU 512: precision of {s.Action}", s.Precision, "0.00", "figure 10"),
            PublishedNumber.Of($"GRU 512: recall of {s.Action}", s.Recall, "0.00", "figure 10"),
            PublishedNumber.Of($"GRU 512: F1 of {s.Action}", s.F1, "0.00", "figure 10"),
        }),
        PublishedNumber.Of("ms for 32 frames, autoencoder 128", MillisecondsPerStep["autoencoder, 128"], "0", "appendix A.5.2"),
        PublishedNumber.Of("ms for 32 frames, autoencoder 1024", MillisecondsPerStep["autoencoder, 1024"], "0", "appendix A.5.2"),
        PublishedNumber.Of("ms for 32 windows, policies", MillisecondsPerStep["policy on latents"], "0", "appendix A.5.2"),
    ]);
}
