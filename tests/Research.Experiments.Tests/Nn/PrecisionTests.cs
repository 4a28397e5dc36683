using System.Text.Json;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Nn;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class PrecisionTests
{
    private const string Lacking = "This processor has neither AVX512_BF16 nor AMX_BF16.";

    [Fact]
    public void A_processor_that_would_emulate_it_is_refused_by_name()
    {
        var old = new ProcessorFeatures("An Old Processor", Avx512: true, Avx512BFloat16: false, AmxBFloat16: false);
        var error = Assert.Throws<PlatformNotSupportedException>(() => BFloat16Processor.Require(Precision.BFloat16, old));
        Assert.Equal(
            "The precision bf16 needs a processor with AVX512_BF16 or AMX_BF16; "
            + "found An Old Processor (with AVX-512, no AVX512_BF16, no AMX_BF16). It would be emulated, tens to hundreds of "
            + "times slower than float32. Use the precision float32, the default.", error.Message);

        BFloat16Processor.Require(Precision.Float32, old);
        BFloat16Processor.Require(Precision.BFloat16, old with { Avx512BFloat16 = true });
        BFloat16Processor.Require(Precision.BFloat16, old with { AmxBFloat16 = true });
    }

    [SkippableFact]
    public void What_the_processor_says_of_itself_is_what_Linux_says_of_it()
    {
        const string File = "/proc/cpuinfo";
        Skip.IfNot(System.IO.File.Exists(File), "There is no /proc/cpuinfo.");
        string? line = System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal));
        string[] flags = line?.Split(' ') ?? [];
        Assert.Equal(flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"), BFloat16Processor.IsSupported);
    }

    [Fact]
    public void It_is_written_by_its_short_name()
    {
        string json = JsonSerializer.Serialize(new AutoencoderOptions { Precision = Precision.BFloat16 }, RunDirectory.Json);
        Assert.Contains("\"precision\": \"bf16\"", json);
        Assert.Equal(Precision.BFloat16, JsonSerializer.Deserialize<AutoencoderOptions>(json, RunDirectory.Json)!.Precision);
        Assert.Contains("\"precision\": \"float32\"", JsonSerializer.Serialize(new AutoencoderOptions(), RunDirectory.Json));
    }

    [Fact]
    public void Policies_have_it_in_their_configurations()
    {
        Assert.Contains("\"precision\": \"bf16\"",
            JsonSerializer.Serialize(new PolicyOptions { Precision = Precision.BFloat16 }, RunDirectory.Json));
        Assert.Contains("\"precision\": \"bf16\"",
            JsonSerializer.Serialize(new ConvRecurrentOptions { Precision = Precision.BFloat16 }, RunDirectory.Json));
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "options.json");
        File.WriteAllText(file, """{ "precision": "bf16" }""");
        Assert.Equal(Precision.BFloat16, ControlOptions.Read(file).Precision);
        Assert.All((Precision[])[new PolicyOptions().Precision, new ConvRecurrentOptions().Precision,
            new ControlOptions().Precision],
            precision => Assert.Equal(Precision.Float32, precision));
    }

    [SkippableFact]
    public void Layers_of_bfloat16_round_to_8_bits()
    {
        Skip.IfNot(BFloat16Processor.IsSupported, Lacking);
        using var scope = NewDisposeScope();
        manual_seed(1);
        // 2⁻⁸ of the largest number for each rounding: of input, weights and output. No ReLU, whose gradient jumps.
        var convolution = nn.Conv2d(16, 8, 3, padding: 1);
        LayerGradients.AssertEqual(
            nn.Sequential(nn.Upsample(scale_factor: [2, 2]), convolution),
            new UpsampledConvolution(convolution, rectify: false, Precision.BFloat16),
            randn(3, 16, 9, 7).requires_grad_(), tolerance: 3.0 / 256);
    }

    [SkippableFact]
    public void A_training_in_bfloat16_learns_as_one_in_float32_and_repeats_and_resumes_bit_for_bit()
    {
        Skip.IfNot(BFloat16Processor.IsSupported, Lacking);
        using var folder = new TemporaryFolder();
        var exact = Train(folder, "exact", Precision.Float32);
        var (first, again) = (Train(folder, "first", Precision.BFloat16), Train(folder, "again", Precision.BFloat16));
        Assert.Equal(first.Weights, again.Weights);
        Assert.NotEqual(exact.Weights, first.Weights);
        Assert.InRange(first.Loss / exact.Loss, 0.98, 1.02);

        using (var stop = new CancellationTokenSource())
        {
            Assert.Throws<TrainingInterruptedException>(() => Train(folder, "stopped", Precision.BFloat16, told =>
            {
                if (told.Done == 9)
                {
                    stop.Cancel();
                }
            }, stop.Token));
        }

        Assert.Equal(first.Weights, Train(folder, "stopped", Precision.BFloat16).Weights);
    }

    [SkippableTheory]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("convolutional")]
    [InlineData("controls")]
    public void Policies_learn_in_bfloat16_as_in_float32_and_repeat_bit_for_bit(string policy)
    {
        Skip.IfNot(BFloat16Processor.IsSupported, Lacking);
        var exact = Learn(policy, Precision.Float32);
        var (first, again) = (Learn(policy, Precision.BFloat16), Learn(policy, Precision.BFloat16));
        Assert.Equal(first.Weights, again.Weights);
        Assert.NotEqual(exact.Weights, first.Weights);
        Assert.True(exact.Loss < 0.9 * exact.FirstLoss, $"The loss went from {exact.FirstLoss} to {exact.Loss} only.");
        // before rounded gradients part their ways
        Assert.InRange(first.FirstLoss / exact.FirstLoss, 1 - 1 / 256.0, 1 + 1 / 256.0);
        Assert.InRange(first.Loss / exact.Loss, 0.95, 1.05);
    }

    /// <summary>Thirty steps on one batch, without dropout.</summary>
    private static (float[] Weights, double FirstLoss, double Loss) Learn(string policy, Precision precision)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var keys = (rand(4, 7) > 0.5).to_type(ScalarType.Float32);
        var (model, logits) = Create();
        using var optimizer = new FusedAdam(model.parameters(), 1e-3);
        double firstLoss = 0, loss = 0;
        for (int step = 0; step < 30; step++)
        {
            using var ofStep = NewDisposeScope();
            optimizer.zero_grad();
            var error = nn.functional.binary_cross_entropy_with_logits(logits(), keys);
            error.backward();
            optimizer.step();
            loss = error.item<float>();
            firstLoss = step == 0 ? loss : firstLoss;
        }

        return ([.. model.parameters().SelectMany(p => p.data<float>())], firstLoss, loss);

        (nn.Module Model, Func<Tensor> Logits) Create()
        {
            switch (policy)
            {
                case "convolutional":
                    var frames = rand([4, 3, 1, 24, 32]);
                    var convolutional = new ConvolutionalPolicy(7, new(24, 32), dropout: 0) { Precision = precision };
                    return (convolutional, () => convolutional.call(frames).select(1, 2));
                case "controls":
                    var (windows, padding) = (rand(4, 5, 671), zeros([4, 5], ScalarType.Bool));
                    var controls = new FiveHeadTransformer(
                        new()
                        {
                            DModel = 32,
                            Nhead = 4,
                            NumLayers = 2,
                            DimFeedforward = 48,
                            Dropout = 0,
                        })
                    { Precision = precision };
                    return (controls, () => controls.call(windows, padding).Actions[.., ..7]);
                default:
                    var codes = rand(4, 6, 64);
                    var recurrent = new RecurrentPolicy(64, policy == "gru" ? RecurrentCell.GRU : RecurrentCell.LSTM,
                        dropout: 0)
                    { Precision = precision };
                    return (recurrent, () => recurrent.call(codes));
            }
        }
    }

    /// <summary>Three epochs of five steps on smooth pictures.</summary>
    private static (byte[] Weights, double Loss) Train(
        TemporaryFolder folder, string name, Precision precision, Action<WorkProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        const int Steps = 5;
        using var scope = NewDisposeScope();
        manual_seed(2);
        var model = new LatentAutoencoder(8, new(16, 24), precision: precision);
        var frames = nn.functional.interpolate(rand(4 * Steps, 1, 2, 3), [16, 24]);
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        using var run = RunDirectory.Open("precision", name, new { Precision = precision }, Reuse.Unfinished, folder.Path);
        var result = Trainer.Fit(new TrainingPlan<Batch>
        {
            Model = model,
            Optimizer = optimizer,
            Epochs = 3,
            Seed = 2,
            StepsPerEpoch = Steps,
            Batches = (_, _) => Enumerable.Range(0, Steps)
                .Select(step => new Batch([4 * step, 4 * step + 1, 4 * step + 2, 4 * step + 3])),
            Loss = batch => new StepLoss(Loss(batch.Numbers[0], 4)),
            Validate = () => new Dictionary<string, double> { ["val_loss"] = Loss(0, 4 * Steps).item<float>() },
        }, run, progress is null ? null : new Heard(progress), cancellation);
        return (File.ReadAllBytes(run.ModelFile), result.Epochs[^1]["val_loss"]);

        Tensor Loss(int start, int count)
        {
            var batch = frames.narrow(0, start, count);
            return nn.functional.mse_loss(model.call(batch), batch);
        }
    }

    private sealed record Batch(int[] Numbers) : ITrainingBatch
    {
        public ReadOnlySpan<int> Rows => Numbers;
    }
}
