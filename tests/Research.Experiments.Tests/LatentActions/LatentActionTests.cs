using OpenCvSharp;
using Research.Arrays.Npy;
using Research.Experiments.LatentActions;
using Research.Losses;
using Research.Metrics;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.LatentActions;

[Collection(nameof(TakingTurns))]
public sealed class LatentActionTests : IDisposable
{
    private static readonly LatentActionOptions Small = new()
    {
        Channels = [4, 8],
        Quantizer =
            new QuantizerOptions
            {
                CodebookSize = 16,
                EmbeddingDim = 4,
                KMeansInit = true,
                EmaDecay = 0.9,
                DeadCodeThreshold = 0.1,
            },
        Epochs = 4,
        BatchSize = 4,
        LearningRate = 3e-3,
    };

    private readonly TemporaryFolder _folder = new();

    public LatentActionTests() => RunDirectory.Root = Path.Combine(_folder.Path, "results");

    [Fact]
    public void Variants_have_their_options_by_name_and_further_seeds()
    {
        var report = new LatentActionOptions { Epochs = 5 };
        var options = VqvaeVariants.Options(report).ToDictionary(variant => variant.Name, variant => variant.Options);

        Assert.All([.. VqvaeVariants.Sequence, .. VqvaeVariants.Switches, .. VqvaeVariants.Cures],
            name => Assert.Contains(name, options.Keys));
        Assert.Equal(report, options[VqvaeVariants.Report]);
        Assert.Equal((0.0, true, 2), (options["cure"].Dropout, options["cure"].Quantizer.KMeansInit,
            options["cure, settled"].FrozenStatsEpochs));
        Assert.Equal(["cure, settled", "cure", "cure, motion", "64, seed 1", "cure, seed 1"], VqvaeVariants.CuresAndSeeds(2));
        Assert.Equal("cure-with-film-motion", VqvaeVariants.RunName("cure with FiLM, motion"));
        Assert.Equal("not run in this profile", $"{CriterionRuns.None}");
    }

    public void Dispose()
    {
        RunDirectory.Root = null;
        _folder.Dispose();
    }

    [Fact]
    public void Full_size_frames_become_a_grid_of_seven_by_five_and_frames_again()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (widths, height, width, film) in new (int[], int, int,
            bool)[] { ([2, 2, 4, 4, 4], 210, 160, false), ([2, 4, 4, 4], 105, 80, true) })
        {
            using var network = new LatentActionNetwork(new QuantizerOptions { EmbeddingDim = 8 }, widths, height, width, film);
            var output = network.call(rand(2, 3, height, width), rand(2, 3, height, width));
            Assert.Equal([2, 3, height, width], output.Frames.shape);
            Assert.Equal([2, 7, 5], output.Codes.Indices.shape);
            Assert.Equal((7, 5), (network.Rows, network.Columns));
        }
    }

    [Fact]
    public void The_documents_network_has_the_parameters_it_should()
    {
        using var network = new LatentActionNetwork(new QuantizerOptions(), [64, 128, 256, 512, 512], 210, 160);
        int[] widths = [6, 64, 128, 256, 512, 512];
        long encoder = Enumerable.Range(0, 5).Sum(i => 9L * widths[i] * widths[i + 1] + 2 * widths[i + 1]) + 512 * 64 + 64;
        long decoder = (64 * 512 + 2 * 512) + Enumerable.Range(1, 4).Sum(i => 9L * widths[i + 1] * widths[i] + 2 * widths[i])
            + 9 * 64 * 3 + 3;
        Assert.Equal(encoder + decoder + 256 * 64, network.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Training_learns_logs_and_keeps_drawings_and_a_run_is_loaded_again()
    {
        var (train, validation) = Pairs();
        using var model = LatentActionModel.TrainOrLoad(Small with { Epochs = 12 }, (train, validation), [0, 3],
            new RunContext { Name = "small" });
        double[] psnr = model.Training.Curve("val_psnr");
        Assert.True(psnr[^1] > psnr[0] + 3, $"{psnr[0]} → {psnr[^1]}");
        Assert.True(model.Training.Best["train_perplexity"] > model.Training.Best["train_batch_perplexity"]);
        Assert.Equal(["snapshot-epoch-0001.png", "snapshot-epoch-0006.png", "snapshot-epoch-0012.png"],
            Directory.EnumerateFiles(model.Folder, "*.png").Select(Path.GetFileName).Order());

        using var loaded = LatentActionModel.Load(model.Folder);
        var scores = loaded.Evaluate(validation);
        Assert.Equal(psnr[^1], scores.Psnr, 6);
        Assert.Equal(model.Encode(validation), loaded.Encode(validation));
        Assert.Equal(scores.Usage.Total, validation.Count * loaded.Rows * loaded.Columns);
        Assert.Equal(16 * 16 * 3, Assert.Single(loaded.Draw(validation, [1])).Length);
        Assert.Equal(16, loaded.Activations(validation, 0).Length);
    }

    [Fact]
    public void Pairs_of_equal_frames_count_for_the_PSNR_of_neither_a_model_nor_the_copy()
    {
        var (train, validation) = Pairs();
        using var model = LatentActionModel.TrainOrLoad(Small with { Epochs = 1 }, (train, validation),
            context: new RunContext { Name = "small" });
        string folder = Path.Combine(_folder.Path, "twice"); // every frame stands still for one pair
        foreach (string episode in validation.Episodes.Select(e => e.Name))
        {
            string[] frames = [.. Directory.EnumerateFiles($"{Data}/{episode}", "*.png").Order(StringComparer.Ordinal)];
            Directory.CreateDirectory($"{folder}/{episode}");
            for (int frame = 0; frame < 2 * frames.Length; frame++)
            {
                File.Copy(frames[frame / 2], $"{folder}/{episode}/{frame:00000}.png");
            }
        }

        var twice = FramePairs.Open(folder);
        Assert.Equal(2 * validation.Count + validation.Episodes.Count, twice.Count);
        Assert.Equal(model.Evaluate(validation).Psnr, model.Evaluate(twice).Psnr, 1e-3);
        Assert.Equal(LatentActionModel.CopyOfCurrent(validation).Psnr, LatentActionModel.CopyOfCurrent(twice).Psnr, 1e-9);
    }

    [Fact]
    public void One_seed_does_not_say_what_helped_and_scores_are_those_of_the_last_epoch()
    {
        var variants = new VqvaeVariants(Small with { Epochs = 2 }, Pairs());
        _ = variants[VqvaeVariants.Report];
        var one = variants.Verdicts("motion");
        Assert.Equal(("one seed: not known", "one seed: not known"), (one["Usage"][0], one["Drawing"][0]));
        Assert.Equal(2, variants["64, seed 1"].Training.Epochs.Count);
        Assert.Equal(2, variants.FinalOfSeeds("64", "val_psnr").Length);
        Assert.NotEqual("one seed: not known", variants.Verdicts("motion")["Usage"][0]);
        Assert.Equal(variants["motion"].Training.Epochs[1]["val_psnr"], variants.TrainOrLoad("motion")["PSNR"][0]);
    }

    [Fact]
    public void The_worst_of_the_long_runs_is_one_run()
    {
        Assert.Equal(["24.80", "190.0"], Written((24.8, 190), (26, 120), (27, 200)));
        Assert.Equal(["30.00", "100.0"], Written((25.5, 200), (30, 100))); // the first of them reached the criterion

        static IEnumerable<string?> Written(params (double Psnr, int Codes)[] seeds)
        {
            var compared = new CriterionRuns([.. seeds.Select(seed => Scores(seed.Psnr, seed.Codes))], copy: null).Compare();
            return compared.Table.Numbers.Select(compared.Written);
        }

        static LatentActionEvaluation Scores(double psnr, int codes)
        {
            using var scope = NewDisposeScope();
            var usage = new CodebookUsage(256);
            usage.Add(arange(codes, dtype: ScalarType.Int64)); // each once
            return new(0, psnr, 0, null, codes, usage);
        }
    }

    [Fact]
    public void A_settled_network_gives_a_pair_the_same_vectors_in_any_batch_and_still_learns()
    {
        using var scope = NewDisposeScope();
        manual_seed(2);
        using var network = new LatentActionNetwork(new QuantizerOptions { EmbeddingDim = 4 }, [4, 8], 16, 16);
        var (current, next) = (rand(6, 3, 16, 16), rand(6, 3, 16, 16));
        float Difference() => (network.Encode(current, next)[0] - network.Encode(current.narrow(0, 0, 2),
            next.narrow(0, 0, 2))[0]).abs().max().item<float>();
        Assert.True(Difference() > 1e-3);
        network.FreezeStatistics();
        Assert.True(Difference() < 1e-5);
        Assert.True(network.Quantizer.training);
        network.call(current, next).Frames.mean().backward();
        Assert.All(network.parameters().Where(p => p.requires_grad && p.grad is null), p => Assert.Equal([256, 4], p.shape));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_a_resumed_one_the_same_bit_for_bit()
    {
        var (train, validation) = Pairs();
        var options =
            Small with
            {
                Film = true,
                FrozenStatsEpochs = 1,
                Loss = new ReconstructionLoss(5, 0.1),
                Quantizer = Small.Quantizer with { RotationTrick = true, CosineCodebook = true },
            };
        byte[] Weights(string name, int? stopAt = null)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                using var model = LatentActionModel.TrainOrLoad(options, (train, validation),
                    context: RunContext.With(new Heard(told =>
                {
                    if (told.Done == stopAt)
                    {
                        stop.Cancel();
                    }
                }), stop.Token).Named(name));
                return File.ReadAllBytes(Path.Combine(model.Folder, "model.safetensors"));
            }
            catch (TrainingInterruptedException)
            {
                return Weights(name);
            }
        }

        byte[] whole = Weights("whole");
        Assert.Equal(whole, Weights("again"));
        Assert.Equal(whole, Weights("resumed", stopAt: 17));
    }

    [Fact]
    public void A_dataset_is_encoded_once_and_read_back()
    {
        var (train, validation) = Pairs();
        using var model = LatentActionModel.TrainOrLoad(Small with { Epochs = 1 }, (train, validation),
            context: new RunContext { Name = "small" });
        var all = FramePairs.Open(Data);
        string output = Path.Combine(_folder.Path, "latents");
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => LatentActionDataset.Write(model, all, output, new Heard(told =>
        {
            if (told.Done > all.FirstPair(2))
            {
                stop.Cancel();
            }
        }), stop.Token));
        Assert.StartsWith($"{output}/episode_0003.npy: found no codes of this episode;",
            Assert.Throws<FileNotFoundException>(() => LatentActionDataset.Open(output)).Message);
        Assert.Equal(1, LatentActionDataset.Write(model, all, output));
        Assert.Equal(0, LatentActionDataset.Write(model, all, output));

        var dataset = LatentActionDataset.Open(output);
        int[] codes = model.Encode(all);
        Assert.Equal((all.Count, model.Rows, model.Columns, 16),
            (dataset.Count, dataset.Rows, dataset.Columns, dataset.CodebookSize));
        Assert.Equal(codes, Enumerable.Range(0, dataset.Count).SelectMany(i => dataset[i].Codes));
        var step = dataset[all.FirstPair(1) + 2];
        Assert.Equal(("episode_0001", 2), (step.Episode, step.Frame));
        Assert.Equal(all.Frame(1, 3).ToArray(), step.Next.ToArray());

        using var other = LatentActionModel.TrainOrLoad(Small with { Epochs = 1, Seed = 1 }, (train, validation),
            context: new RunContext { Name = "other" });
        Assert.StartsWith($"{output}/latents.json: found codes of {Data} by {model.Folder}; expected",
            Assert.Throws<InvalidDataException>(() => LatentActionDataset.Write(other, all, output)).Message);
        File.AppendAllText(Path.Combine(model.Folder, "model.safetensors"), "trained again");
        Assert.Equal($"{output}/latents.json: found codes by other weights than now; expected those of the weights in "
            + $"{model.Folder}, or another folder.",
            Assert.Throws<InvalidDataException>(() => LatentActionDataset.Write(model, all, output)).Message);
        NpyArray.Of<byte>([2, 2], new byte[4]).Write(Path.Combine(output, "episode_0000.npy"));
        Assert.Equal($"{output}/episode_0000.npy: found codes of the shape (2, 2); expected (8, 4, 4).",
            Assert.Throws<InvalidDataException>(() => LatentActionDataset.Open(output)).Message);
    }

    [Fact]
    public void Codes_are_set_beside_the_true_moves()
    {
        var (train, validation) = Pairs();
        using var model = LatentActionModel.TrainOrLoad(Small with { Epochs = 1 }, (train, validation),
            context: new RunContext { Name = "small" });
        string[] names = ["STILL", "LEFT", "RIGHT"];
        string first = $"{Data}/{train.Episodes[0].Name}";
        Assert.Equal($"{first}: found no actions.jsonl; expected one, to compare codes with.",
            Assert.Throws<InvalidDataException>(() => LatentActionProbe.Of(model, train, names)).Message);
        for (int episode = 0; episode < 4; episode++)
        {
            File.WriteAllLines($"{Data}/episode_{episode:0000}/actions.jsonl", Enumerable.Range(0, 8).Select(frame =>
                $"{{\"action\":\"NONE\",\"move\":\"{(episode % 2 == 0 ? "RIGHT" : "LEFT")}\",\"x\":{frame},\"y\":9}}"));
        }

        var learned = LatentActionProbe.Of(model, train, names);
        int[] codes = model.Encode(train);
        Assert.Equal(Enumerable.Range(0, train.Count)
            .Select(pair => codes[16 * pair + model.CellOf(train.Locate(pair).Frame, 9)]), learned.Codes);
        Assert.Equal((0, 4, 13), (model.CellOf(0, 0), model.CellOf(1, 3), model.CellOf(5, 15)));
        Assert.Equal(train.Episodes.SelectMany(e => Enumerable.Repeat(int.Parse(e.Name[^4..]) % 2 == 0 ? 2 : 1, 8)),
            learned.Moves);
        Assert.Equal(train.Count, learned.Counts().Cast<double>().Sum());
        Assert.InRange(learned.MutualInformationAtPlayer().Bits, 0, learned.MutualInformationAtPlayer().Entropy + 1e-9);
        var guess = learned.Classify(learned);
        Assert.True(guess.Accuracy >= learned.Classify(learned, shuffleSeed: 1).Accuracy);
        Assert.Equal(train.Count, guess.Confusion.Cast<int>().Sum());
        Assert.InRange(guess.MacroF1, 0.3, 1);

        File.WriteAllLines($"{first}/actions.jsonl",
            Enumerable.Repeat("{\"action\":\"NONE\",\"move\":\"FLY\",\"x\":1,\"y\":9}", 8));
        Assert.Equal(
            $"{first}/actions.jsonl, line 1: found the move 'FLY' at (1, 9); expected one of STILL, LEFT, RIGHT, and x and y.",
            Assert.Throws<InvalidDataException>(() => LatentActionProbe.Of(model, train, names)).Message);
    }

    private string Data => Path.Combine(_folder.Path, "data");

    /// <summary>A square that moves one way or another in front of stripes.</summary>
    private (FramePairs Train, FramePairs Validation) Pairs()
    {
        if (!Directory.Exists(Data))
        {
            for (int episode = 0; episode < 4; episode++)
            {
                string folder = Directory.CreateDirectory($"{Data}/episode_{episode:0000}").FullName;
                for (int frame = 0; frame < 9; frame++)
                {
                    using var picture = new Mat(16, 16, MatType.CV_8UC3, new Scalar(60, 20, 10 * episode));
                    Cv2.Rectangle(picture, new Rect(0, 4 * (episode % 4), 16, 2), new Scalar(0, 200, 200), Cv2.FILLED);
                    Cv2.Rectangle(picture, new Rect(episode % 2 == 0 ? frame : 8 - frame, 6, 6, 6), Scalar.White, Cv2.FILLED);
                    Cv2.ImWrite($"{folder}/{frame:00000}.png", picture);
                }
            }
        }

        return FramePairs.Open(Data).Split();
    }
}
