using Research.Experiments.BehaviorCloning;
using Research.Nn;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.BehaviorCloning;

[Collection(nameof(TakingTurns))]
public class CupheadModelTests
{
    public CupheadModelTests() => manual_seed(3);

    private static long Convolution(int inputs, int outputs, int kernel = 3) => inputs * outputs * kernel * kernel + outputs;

    private static long Dense(long inputs, long outputs) => inputs * outputs + outputs;

    /// <summary>Each gate reads input and state and has, in PyTorch, a bias for either; Keras's LSTM has one.</summary>
    private static long Recurrent(int gates, long inputs, long states) => gates * states * (inputs + states + 2);

    private static long Count(nn.Module model) => model.parameters().Sum(parameter => parameter.numel());

    private static readonly long Encoder = Convolution(1, 32) + Convolution(32, 64) + Convolution(64, 128);

    private static readonly long UpFrom128 = Convolution(128, 64) + Convolution(64, 32) + Convolution(32, 1);

    [Fact]
    public void The_first_autoencoder_has_the_parameters_of_its_layers()
    {
        using var model = new BaselineAutoencoder();
        Assert.Equal(Encoder + Convolution(128, 128) + UpFrom128, Count(model));
        Assert.Equal(332_801, Count(model));
        Assert.Equal(18_432, model.LatentSize);
    }

    [Theory]
    [InlineData(128, 4_922_369)]
    [InlineData(256, 9_641_089)]
    [InlineData(512, 19_078_529)]
    [InlineData(1024, 37_953_409)]
    public void The_second_autoencoder_has_the_parameters_of_its_layers(int latent, long total)
    {
        using var model = new LatentAutoencoder(latent);
        Assert.Equal(Encoder + Dense(18_432, latent) + Dense(latent, 18_432) + UpFrom128, Count(model));
        Assert.Equal(total, Count(model));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(18_432)]
    public void The_policy_has_the_parameters_of_its_layers(int inputs)
    {
        using var lstm = new RecurrentPolicy(inputs, RecurrentCell.LSTM);
        using var gru = new RecurrentPolicy(inputs, RecurrentCell.GRU);
        Assert.Equal(Recurrent(4, inputs, 128) + Recurrent(4, 128, 64) + Dense(64, 7), Count(lstm));
        Assert.Equal(Recurrent(3, inputs, 128) + Recurrent(3, 128, 64) + Dense(64, 7), Count(gru));
        long keras = 4 * 128 * (inputs + 128 + 1) + 4 * 64 * (128 + 64 + 1) + 64 * 7 + 7;
        Assert.Equal(keras + 4 * (128 + 64), Count(lstm));
    }

    [Fact]
    public void The_convolutional_policy_has_the_parameters_of_its_layers()
    {
        using var model = new ConvolutionalPolicy();
        long frames = Convolution(4, 16, 5) + Convolution(16, 32) + Convolution(32, 64) + Convolution(64, 64)
            + Dense(64 * 5 * 8, 128);
        frames += 2 * (16 + 32 + 64 + 64); // batch normalisation
        Assert.Equal(frames + Recurrent(3, 128, 128) + Dense(128, 7), Count(model));
        Assert.Equal(489_815, Count(model));
        Assert.DoesNotContain("coordinates", model.state_dict().Keys);
    }

    [Fact]
    public void Autoencoders_give_back_frames_of_the_same_size()
    {
        using var scope = NewDisposeScope();
        using var baseline = new BaselineAutoencoder();
        using var latent = new LatentAutoencoder(16, new(24, 40));
        Assert.Equal([2, 18_432], baseline.Encode(rand(2, 1, 72, 128)).shape);
        Assert.Equal([2, 16], latent.Encode(rand(2, 1, 24, 40)).shape);
        foreach (var (model, frames) in new (nn.Module<Tensor, Tensor>,
            Tensor)[] { (baseline, rand(2, 1, 72, 128)), (latent, rand(3, 1, 24, 40)) })
        {
            var rebuilt = model.call(frames);
            Assert.Equal(frames.shape, rebuilt.shape);
            Assert.InRange(rebuilt.min().item<float>(), 0, 1);
            Assert.InRange(rebuilt.max().item<float>(), 0, 1);
        }
    }

    [Fact]
    public void Every_parameter_learns_and_the_loss_falls()
    {
        using var scope = NewDisposeScope();
        nn.Module<Tensor, Tensor>[] models =
        [
            new BaselineAutoencoder(new(16, 24)), new LatentAutoencoder(12, new(16, 24)),
            new RecurrentPolicy(6, RecurrentCell.LSTM),
            new RecurrentPolicy(6, RecurrentCell.GRU), new ConvolutionalPolicy(7, new(16, 24)),
        ];
        foreach (var model in models)
        {
            var input = model switch
            {
                RecurrentPolicy => rand(4, 10, 6),
                ConvolutionalPolicy => rand([2, 5, 1, 16, 24]),
                _ => rand(4, 1, 1, 1).expand(4, 1, 16, 24).clone(),
            };
            model.eval();
            var target = model is BaselineAutoencoder or LatentAutoencoder ? input : rand_like(model.call(input));
            using var adam = optim.Adam(model.parameters(), lr: 3e-3);
            var losses = Enumerable.Range(0, 60).Select(_ => Step(model, adam, input, target)).ToList();
            Assert.True(losses[^1] < 0.9 * losses[0], $"{model.GetName()}: from {losses[0]} to {losses[^1]}");
            model.Dispose();
        }
    }

    private static float Step(nn.Module<Tensor, Tensor> model, optim.Optimizer adam, Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        adam.zero_grad();
        var loss = nn.functional.mse_loss(model.call(input), target);
        loss.backward();
        Assert.All(model.named_parameters(), p =>
            Assert.True(p.parameter.grad is { } g && g.isfinite().all().item<bool>(), p.name));
        adam.step();
        return loss.item<float>();
    }

    [Fact]
    public void A_window_is_read_in_order_and_to_its_last_frame()
    {
        using var scope = NewDisposeScope();
        foreach (var cell in Enum.GetValues<RecurrentCell>())
        {
            using var policy = new RecurrentPolicy(5, cell, actions: 3);
            policy.eval();
            var windows = randn(2, 10, 5);
            var logits = policy.call(windows);
            Assert.Equal([2, 3], logits.shape);
            Assert.True((policy.call(windows.flip(1)) - logits).abs().max().item<float>() > 1e-4);
            var changed = windows.clone();
            changed.select(1, 9).add_(1);
            Assert.True((policy.call(changed) - logits).abs().max().item<float>() > 1e-4);
        }
    }

    [Fact]
    public void The_convolutional_policy_does_not_look_ahead()
    {
        using var scope = NewDisposeScope();
        using var policy = new ConvolutionalPolicy(actions: 3, new(24, 32));
        policy.eval();
        var frames = rand([2, 6, 1, 24, 32]);
        var later = frames.clone();
        later.narrow(1, 4, 2).fill_(0.5);

        var (logits, other) = (policy.call(frames), policy.call(later));

        Assert.Equal([2, 6, 3], logits.shape);
        Assert.Equal([2, 6, 128], policy.Encode(frames).shape);
        Assert.Equal(0f, (logits - other).narrow(1, 0, 4).abs().max().item<float>());
        Assert.True((logits - other).select(1, 4).abs().max().item<float>() > 1e-4);
    }

    [Fact]
    public void What_moves_is_seen_only_where_motion_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using var moving = new ConvolutionalPolicy(frames: new(24, 32));
        using var still = new ConvolutionalPolicy(frames: new(24, 32), motion: false);
        moving.eval(); // in training, batch normalisation lets every frame see all others
        still.eval();
        var frames = rand([1, 2, 1, 24, 32]);
        var other = cat([rand([1, 1, 1, 24, 32]), frames.narrow(1, 1, 1)], 1);

        Assert.True(OfSecond(moving) > 1e-4);
        Assert.Equal(0f, OfSecond(still));

        float OfSecond(ConvolutionalPolicy policy) =>
            (policy.Encode(frames) - policy.Encode(other)).select(1, 1).abs().max().item<float>();
    }

    [Fact]
    public void One_seed_gives_one_network_and_PyTorch_begins_otherwise()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(First(Initialization.Keras), First(Initialization.Keras));
        Assert.NotEqual(First(Initialization.Keras), First(Initialization.PyTorch));
        using var keras = new RecurrentPolicy(8, RecurrentCell.LSTM);
        Assert.Equal(128f, keras.named_parameters().Single(p => p.name == "first.bias_ih_l0").parameter.sum().item<float>());

        static float First(Initialization initialization)
        {
            manual_seed(11);
            using var model = new LatentAutoencoder(4, new(16, 16), initialization);
            return model.parameters().First().detach().flatten().data<float>()[0];
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("Frames of 70×128 pixels cannot be halved three times: both must be multiples of 8.",
            Assert.Throws<ArgumentException>(() => new BaselineAutoencoder(new(70, 128))).Message);
        using var scope = NewDisposeScope();
        using var model = new LatentAutoencoder(4, new(16, 16));
        Assert.Equal("Frames are [B, 1, 16, 16] here; found [2, 16, 16]. (Parameter 'frames')",
            Assert.Throws<ArgumentException>(() => model.call(zeros(2, 16, 16))).Message);
        using var policy = new RecurrentPolicy(4, RecurrentCell.GRU);
        Assert.Equal("Windows are [B, T, 4] here; found [2, 10, 5]. (Parameter 'windows')",
            Assert.Throws<ArgumentException>(() => policy.call(zeros(2, 10, 5))).Message);
        using var convolutional = new ConvolutionalPolicy();
        Assert.Equal("Frames are [B, L, 1, 72, 128] here; found [2, 1, 72, 128]. (Parameter 'frames')",
            Assert.Throws<ArgumentException>(() => convolutional.call(zeros(2, 1, 72, 128))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatentAutoencoder(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RecurrentPolicy(4, RecurrentCell.GRU, actions: 0));
    }
}
