using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// The training steps of <see cref="TrainingStep"/> in stock TorchSharp, with the models as the documents write them: the
/// same as in training.py.
/// </summary>
internal static class StockModels
{
    private const int Batch = 32, Pairs = 8;

    /// <summary>What makes the step of a name.</summary>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public static Action Step(string name) => name.Split('-') switch
    {
        ["autoencoder", var size] => Autoencoder(Bottleneck(int.Parse(size))),
        ["baseline"] => Autoencoder(nn.ConvTranspose2d(128, 128, 3, padding: 1), nn.ReLU()),
        ["gru" or "lstm", var size] => Recurrent(name[0] == 'l', int.Parse(size)),
        ["vqvae"] => LatentActions(),
        ["dodge"] => Dodge(),
        ["control", "transformer"] => StockControlTransformer.Train(),
        ["live"] => StockControlTransformer.Live(),
        _ => throw new ArgumentException($"No step is named '{name}'.", nameof(name)),
    };

    private static Action Learning(nn.Module model, double rate, Func<Tensor> loss)
    {
        var optimizer = optim.Adam(model.parameters(), rate);
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss().backward();
            optimizer.step();
        };
    }

    private static nn.Module<Tensor, Tensor>[] Bottleneck(int latent) =>
        [nn.Flatten(), nn.Linear(18_432, latent), nn.ReLU(), nn.Linear(latent, 18_432), nn.ReLU(), nn.Unflatten(1, [128, 9, 16])];

    private static Action Autoencoder(params nn.Module<Tensor, Tensor>[] middle)
    {
        var model = nn.Sequential([
            nn.Conv2d(1, 32, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(32, 64, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2),
            .. middle,
            Up(), nn.ConvTranspose2d(128, 64, 3, padding: 1), nn.ReLU(),
            Up(), nn.ConvTranspose2d(64, 32, 3, padding: 1), nn.ReLU(),
            Up(), nn.Conv2d(32, 1, 3, padding: 1), nn.Sigmoid()]);
        var frames = rand([Batch, 1, 72, 128]);
        return Learning(model, 1e-3, () => nn.functional.mse_loss(model.call(frames), frames));
        static Upsample Up() => nn.Upsample(scale_factor: [2, 2]);
    }

    private static Action Recurrent(bool isLstm, int size)
    {
        var model = new RecurrentModel(isLstm, size);
        Tensor windows = rand([Batch, 10, size]), keys = rand([Batch, 7]).round();
        return Learning(model, 1e-3, () => nn.functional.binary_cross_entropy_with_logits(model.call(windows), keys));
    }

    private static Action LatentActions()
    {
        var model = new VqVae([64, 128, 256, 512, 512]);
        Tensor current = rand([Pairs, 3, 210, 160]) * 2 - 1, next = rand([Pairs, 3, 210, 160]) * 2 - 1;
        return Learning(model, 3e-4, () =>
        {
            var (frames, quantization) = model.call(current, next);
            return nn.functional.mse_loss(frames, next) + quantization;
        });
    }

    private static Action Dodge()
    {
        var model = nn.Sequential();
        foreach (var (from, to) in ((int, int)[])[(48, 32), (32, 64), (64, 128), (128, 256)])
        {
            model.append(nn.ZeroPad2d((0, 1, 0, 1))).append(nn.Conv2d(from, to, 3, stride: 2))
                .append(nn.BatchNorm2d(to)).append(nn.ReLU());
        }

        model.append(nn.AdaptiveAvgPool2d(1)).append(nn.Flatten()).append(nn.Linear(256, 128)).append(nn.ReLU())
            .append(nn.Dropout(0.5)).append(nn.Linear(128, 1)).append(nn.Flatten(0));
        Tensor frames = rand([Batch, 48, 144, 256]), labels = rand([Batch]).round();
        return Learning(model, 1e-3, () => nn.functional.binary_cross_entropy_with_logits(model.call(frames), labels));
    }

    private sealed class RecurrentModel : nn.Module<Tensor, Tensor>
    {
        private readonly nn.Module first, second;
        private readonly Dropout dropout = nn.Dropout(0.3);
        private readonly Linear head = nn.Linear(64, 7);

        public RecurrentModel(bool isLstm, int size) : base(nameof(RecurrentModel))
        {
            (first, second) = isLstm
                ? ((nn.Module)nn.LSTM(size, 128, batchFirst: true), (nn.Module)nn.LSTM(128, 64, batchFirst: true))
                : (nn.GRU(size, 128, batchFirst: true), nn.GRU(128, 64, batchFirst: true));
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) =>
            head.call(States(second, dropout.call(States(first, input))).select(1, -1));

        private static Tensor States(nn.Module layer, Tensor input) =>
            layer is LSTM lstm ? lstm.call(input).Item1 : ((GRU)layer).call(input).Item1;
    }

    private sealed class VqVae : nn.Module<Tensor, Tensor, (Tensor Frames, Tensor Loss)>
    {
        private const int Size = 64, Codes = 256;

        private readonly Sequential encoder = nn.Sequential(), decoder = nn.Sequential();
        private readonly Embedding codebook = nn.Embedding(Codes, Size);

        public VqVae(int[] widths) : base(nameof(VqVae))
        {
            foreach (var (from, to) in widths.Prepend(6).Zip(widths))
            {
                encoder.append(nn.Conv2d(from, to, 3, stride: 2, padding: 1, bias: false))
                    .append(nn.BatchNorm2d(to)).append(nn.ReLU());
            }

            encoder.append(nn.Dropout(0.1)).append(nn.Conv2d(widths[^1], Size, 1));
            nn.init.uniform_(codebook.weight!, -1.0 / Codes, 1.0 / Codes);
            decoder.append(nn.Conv2d(Size, widths[^1], 1, bias: false)).append(nn.BatchNorm2d(widths[^1])).append(nn.ReLU());
            for (int i = widths.Length - 1; i > 0; i--)
            {
                decoder.append(new Doubling(widths[i], widths[i - 1], i, bias: false))
                    .append(nn.BatchNorm2d(widths[i - 1])).append(nn.ReLU());
            }

            decoder.append(new Doubling(widths[0], 3, 0, bias: true)).append(nn.Tanh());
            RegisterComponents();
        }

        public override (Tensor Frames, Tensor Loss) forward(Tensor current, Tensor next)
        {
            var grid = encoder.call(cat([current, next], 1)).permute(0, 2, 3, 1);
            var vectors = grid.reshape(-1, Size);
            var codes = codebook.weight!;
            var distances = vectors.pow(2).sum(1, keepdim: true) + codes.pow(2).sum(1) - 2 * vectors.matmul(codes.t());
            var chosen = codebook.call(distances.argmin(1));
            var loss = nn.functional.mse_loss(chosen, vectors.detach()) + 0.25 * nn.functional.mse_loss(vectors, chosen.detach());
            var passed = (vectors + (chosen - vectors).detach()).view_as(grid).permute(0, 3, 1, 2);
            return (decoder.call(passed), loss);
        }
    }

    /// <summary>A transposed convolution to the size that the frame has after some halvings.</summary>
    /// <remarks>
    /// The size is given at the call: TorchSharp 0.107 takes the rows' output padding for the columns too when it is given to
    /// the constructor.
    /// </remarks>
    private sealed class Doubling : nn.Module<Tensor, Tensor>
    {
        private readonly ConvTranspose2d convolution;
        private readonly long[] _size;

        public Doubling(int from, int to, int halvings, bool bias) : base(nameof(Doubling))
        {
            convolution = nn.ConvTranspose2d(from, to, 3, stride: 2, padding: 1, bias: bias);
            _size = [Halved(210, halvings), Halved(160, halvings)];
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => convolution.forward(input, _size);

        private static long Halved(long size, int times) => times == 0 ? size : Halved((size + 1) / 2, times - 1);
    }
}
