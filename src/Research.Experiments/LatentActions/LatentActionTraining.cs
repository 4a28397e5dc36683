using OpenCvSharp;
using Research.Metrics;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.LatentActions;

/// <summary>
/// The training of a latent action model: perplexity is counted from the first epoch on, and drawings are kept on the way.
/// </summary>
internal sealed class LatentActionTraining(
    LatentActionOptions options, LatentActionNetwork network, (FramePairs Train, FramePairs Validation) pairs,
        IReadOnlyList<int> snapshots, RunDirectory run)
{
    private readonly Device _device = options.Device.ToTorch();
    private CodebookUsage _usage = new(network.Quantizer.CodebookSize);
    private double _batchPerplexity;
    private int _epoch, _steps;

    internal TrainingResult Fit(RunContext context)
    {
        using var optimizer = new FusedAdam(network.parameters().Where(p => p.requires_grad), options.LearningRate);
        return Trainer.Fit(new TrainingPlan<FramePairBatch>
        {
            Model = network,
            Optimizer = optimizer,
            Epochs = options.Epochs,
            Seed = options.Seed,
            StepsPerEpoch = pairs.Train.BatchCount(options.BatchSize),
            Batches = Epoch,
            Loss = Loss,
            Validate = () => Validate(context.Cancellation),
            Threads = StepThreads.Large,
        }, run, context.Progress, context.Cancellation);
    }

    private IEnumerable<FramePairBatch> Epoch(int epoch, CancellationToken cancellation)
    {
        (_epoch, _usage, _batchPerplexity, _steps) = (epoch, new CodebookUsage(network.Quantizer.CodebookSize), 0, 0);
        if (epoch > options.Epochs - options.FrozenStatsEpochs)
        {
            network.FreezeStatistics();
        }

        return pairs.Train.Batches(options.BatchSize, options.Seed, epoch, cancellation);
    }

    private StepLoss Loss(FramePairBatch batch)
    {
        var (current, next) = batch.ToTensors(_device);
        var output = network.call(current, next);
        _batchPerplexity += _usage.Add(output.Codes.Indices);
        _steps++;
        return output.Loss(options.Loss, next, current);
    }

    private Dictionary<string, double> Validate(CancellationToken cancellation)
    {
        var scores = LatentActionModel.Evaluate(network, _device, pairs.Validation, null, cancellation);
        if (snapshots.Count > 0 && (_epoch == 1 || _epoch == (options.Epochs + 1) / 2 || _epoch == options.Epochs))
        {
            Snapshot();
        }

        var values = new Dictionary<string, double>
        {
            ["train_perplexity"] = _usage.Perplexity,
            ["train_batch_perplexity"] = _batchPerplexity / _steps,
            ["val_mse"] = scores.MeanSquaredError,
            ["val_psnr"] = scores.Psnr,
            ["val_ssim"] = scores.Ssim,
            ["val_perplexity"] = scores.Perplexity,
            ["val_batch_perplexity"] = scores.BatchPerplexity,
            ["val_dead_codes"] = scores.Usage.Dead,
        };
        if (scores.MovingPsnr is { } moving)
        {
            values["val_moving_psnr"] = moving;
        }

        return values;
    }

    private void Snapshot()
    {
        var (current, next) = pairs.Validation.Batch(snapshots).ToTensors(_device);
        var drawn = LatentActionModel.ToPictures(network.call(current, next).Frames);
        using var strip = new Mat(pairs.Validation.Height, pairs.Validation.Width * drawn.Count, MatType.CV_8UC3);
        for (int i = 0; i < drawn.Count; i++)
        {
            using var picture = Mat.FromPixelData(pairs.Validation.Height, pairs.Validation.Width, MatType.CV_8UC3, drawn[i]);
            using var place = new Mat(strip, new Rect(i * pairs.Validation.Width, 0, pairs.Validation.Width,
                pairs.Validation.Height));
            Cv2.CvtColor(picture, place, ColorConversionCodes.RGB2BGR);
        }

        AtomicFile.Write(run[$"snapshot-epoch-{_epoch:0000}.png"], beside => Cv2.ImWrite(beside, strip));
    }
}
