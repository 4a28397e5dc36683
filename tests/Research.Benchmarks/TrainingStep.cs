using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Nn;
using Research.Nn.Quantization;
using Research.Sessions.Controls;
using Research.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// A training step of one of the documents' models on one batch; <see cref="StockModels"/> and training.py have the same as the
/// documents write it.
/// </summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Command">What the other processes call it.</param>
/// <param name="Threads">That the kit trains it with.</param>
/// <param name="Count">Steps that are timed together.</param>
/// <param name="Begin">Makes model and batch; what it gives does a step.</param>
/// <param name="Work">What a step takes.</param>
/// <param name="Aim">How many times as fast as stock TorchSharp it shall be; null: as it is.</param>
internal sealed record TrainingStep(
    string Name, string Command, int Threads, int Count, Func<(Action Step, long Parameters)> Begin, StepWork Work,
    double? Aim = null)
{
    private const int Batch = 32, PairBatch = 8, ControlBatch = 64, Frames = ControlLayout.WindowFrames;

    /// <summary>How many times the bound it shall take at most; null: as it is.</summary>
    public double? BoundAim { get; init; }

    /// <summary>The step with bfloat16; null: there is none.</summary>
    public Func<(Action Step, long Parameters)>? BeginBFloat16 { get; init; }

    /// <summary>How many times as fast as the kit's own float32 it shall be with bfloat16; null: as it is.</summary>
    public double? BFloat16Aim { get; init; }

    public static IReadOnlyList<TrainingStep> All { get; } =
    [
        .. ((int[])[128, 256, 512, 1024]).Select(latent => Autoencoder(
            $"autoencoder, latent {latent}", $"autoencoder-{latent}",
                precision => new LatentAutoencoder(latent, precision: precision),
            [StepWork.Dense(18_432, latent), StepWork.Dense(latent, 18_432)]) with
        {
            Aim = latent == 512 ? 2.5 : null,
            BoundAim = latent == 512 ? 1.4 : null,
            BFloat16Aim = latent == 512 ? 1.7 : null,
        }),
        Autoencoder(
            "autoencoder of phase 1", "baseline", precision => new BaselineAutoencoder(precision: precision),
                [StepWork.Convolution(128, 128, 9, 144)]),
        .. from cell in (RecurrentCell[])[RecurrentCell.GRU, RecurrentCell.LSTM] from size in (int[])[512,
            18_432] select Recurrent(cell, size),
        new("VQ-VAE, 8 pairs of 210×160", "vqvae", StepThreads.Large, 1, () => LatentActions(Precision.Float32),
            StepWork.Of(PairBatch,
            StepWork.Convolution(6, 64, 9, 8400), StepWork.Convolution(64, 128, 9, 2120), StepWork.Convolution(128, 256, 9, 540),
                StepWork.Convolution(256, 512, 9, 140),
            StepWork.Convolution(512, 512, 9, 35), StepWork.Convolution(512, 64, 1, 35), StepWork.Dense(64, 256, 35),
                StepWork.Convolution(64, 512, 1, 35),
            StepWork.Convolution(512, 512, 9, 35, 512 * 140), StepWork.Convolution(512, 256, 9, 140, 256 * 540),
                StepWork.Convolution(256, 128, 9, 540, 128 * 2120),
            StepWork.Convolution(128, 64, 9, 2120, 64 * 8400), StepWork.Convolution(64, 3, 9, 8400, 3 * 33_600)), 1.5)
        {
            BeginBFloat16 = () => LatentActions(Precision.BFloat16),
        },
        new("dodge CNN, 32 windows of 48×144×256", "dodge", StepThreads.Large, 1, () => Dodge(Precision.Float32),
            StepWork.Of(Batch,
            StepWork.Convolution(48, 32, 9, 72 * 128), StepWork.Convolution(32, 64, 9, 36 * 64),
                StepWork.Convolution(64, 128, 9, 18 * 32),
            StepWork.Convolution(128, 256, 9, 9 * 16), StepWork.Dense(256, 128)), 1.3)
        {
            BeginBFloat16 = () => Dodge(Precision.BFloat16),
        },
        new("control transformer, 64 windows of 30", "control-transformer", StepThreads.Large, 1,
            () => Controls(Precision.Float32), StepWork.Of(ControlBatch, [
            StepWork.Dense(ControlLayout.InputWidth, 256, Frames), .. Enumerable.Repeat(ControlLayer, 6)
                .SelectMany(layer => layer),
            StepWork.Dense(256, 5 * 128), StepWork.Dense(128, ControlLayout.Names.Count)]), 1.5)
        {
            BeginBFloat16 = () => Controls(Precision.BFloat16),
        },
    ];

    private static (long MultiplyAdds, long Outputs)[] ControlLayer =>
        [StepWork.Dense(256, 3 * 256, Frames), StepWork.Attention(Frames, 256, heads: 8), StepWork.Dense(256, 256, Frames),
            StepWork.Dense(256, 512, Frames), StepWork.Dense(512, 256, Frames)];

    private static TrainingStep Autoencoder(
        string name, string command, Func<Precision, nn.Module<Tensor, Tensor>> create, ReadOnlySpan<(long, long)> middle)
    {
        (Action Step, long Parameters) Begin(Precision precision) => Learning(
            create(precision), rand([Batch, 1, 72, 128]),
                static (model, frames) => nn.functional.mse_loss(model.call(frames), frames));
        return new(name, command, StepThreads.Large, 1, () => Begin(Precision.Float32),
            StepWork.Of(Batch, [StepWork.Convolution(1, 32, 9, 72 * 128), StepWork.Convolution(32, 64, 9, 36 * 64),
                StepWork.Convolution(64, 128, 9, 18 * 32),
                .. middle, StepWork.Upsampled(128, 64, 9, 16), StepWork.Upsampled(64, 32, 18, 32),
                    StepWork.Upsampled(32, 1, 36, 64)]))
        {
            BeginBFloat16 = () => Begin(Precision.BFloat16),
        };
    }

    private static TrainingStep Recurrent(RecurrentCell cell, int size)
    {
        const int Codes = 10, First = RecurrentPolicy.HiddenSize, Second = RecurrentPolicy.SecondStates, Actions = 7;
        int gates = cell == RecurrentCell.LSTM ? 4 : 3;
        return new($"{cell}, 32 windows of 10 codes of {size:N0}", $"{cell}-{size}".ToLowerInvariant(),
            size > 4096 ? StepThreads.Large : StepThreads.Small, size > 4096 ? 1 : 5,
            () => Begin(Precision.Float32),
            StepWork.Of(Batch,
                StepWork.Dense(size, gates * First, Codes), StepWork.Dense(First, gates * First, Codes),
                    StepWork.Dense(First + Second, gates * Second, Codes), StepWork.Dense(Second, Actions)), size > 4096 ? 1.3
                : 1.5)
        {
            BeginBFloat16 = () => Begin(Precision.BFloat16),
        };

        (Action Step, long Parameters) Begin(Precision precision)
        {
            var keys = rand([Batch, Actions]).round();
            return Learning(new RecurrentPolicy(size, cell) { Precision = precision }, rand([Batch, Codes, size]),
                (model, windows) =>
                nn.functional.binary_cross_entropy_with_logits(model.call(windows), keys));
        }
    }

    private static (Action Step, long Parameters) LatentActions(Precision precision)
    {
        var model = new LatentActionNetwork(new QuantizerOptions { EmbeddingDim = 64 }, [64, 128, 256, 512, 512], 210,
            160)
        { Precision = precision };
        Tensor current = rand([PairBatch, 3, 210, 160]) * 2 - 1, next = rand([PairBatch, 3, 210, 160]) * 2 - 1;
        return Learning(model, () =>
        {
            var output = model.call(current, next);
            return nn.functional.mse_loss(output.Frames, next) + output.Codes.Loss;
        });
    }

    private static (Action Step, long Parameters) Dodge(Precision precision)
    {
        var labels = rand([Batch]).round();
        return Learning(new DodgeTimingCnn { Precision = precision }, rand([Batch, 48, 144, 256]), (model, frames) =>
            nn.functional.binary_cross_entropy_with_logits(model.call(frames), labels));
    }

    private static (Action Step, long Parameters) Controls(Precision precision)
    {
        var network = new FiveHeadTransformer { Precision = precision };
        Tensor windows = rand([ControlBatch, Frames, ControlLayout.InputWidth]),
            padding = zeros([ControlBatch, Frames], ScalarType.Bool), rows = arange(ControlBatch);
        var targets = new ControlTargets(
            (rand([ControlBatch, 12]) < 0.2).to_type(ScalarType.Float32) * (rows.remainder(3) > 0).unsqueeze(1),
                rand([ControlBatch, 2]) * 2 - 1,
            where(rows.remainder(8) == 1, rows.remainder(9), -ones_like(rows)), rand([ControlBatch, 2]),
                (rand([ControlBatch, 3]) < 0.2).to_type(ScalarType.Float32), rows.remainder(4) == 0);
        var loss = new ControlLoss([.. Enumerable.Repeat(5f, 12)], [5, 5, 5]);
        return Learning(network, () => loss.forward(network.call(windows, padding), targets).Total,
            new FusedAdamW(network.parameters(), 5e-4, weightDecay: 1e-4) { MaxGradNorm = 1 });
    }

    private static (Action Step, long Parameters) Learning(nn.Module<Tensor, Tensor> model, Tensor batch,
        Func<nn.Module<Tensor, Tensor>, Tensor, Tensor> loss) =>
        Learning(model, () => loss(model, batch));

    private static (Action Step, long Parameters) Learning(nn.Module model, Func<Tensor> loss, OptimizerHelper? optimizer = null)
    {
        optimizer ??= new FusedAdam(model.parameters(), 1e-3);
        return (() =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss().backward();
            optimizer.step();
        }, model.parameters().Sum(p => p.numel()));
    }
}
