using Research.Experiments.BehaviorCloning;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.BehaviorCloning;

/// <summary>
/// What the autoencoders compute is what the report writes: their losses stay those of its layers, step after step.
/// </summary>
[Collection(nameof(TakingTurns))]
public class AutoencoderLossTests
{
    private const int Batch = 4, Height = 24, Width = 40, Latent = 16, Steps = 50;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Losses_along_fifty_steps_are_those_of_the_layers_as_the_report_writes_them(bool latent)
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        nn.Module<Tensor, Tensor> kit = latent ? new LatentAutoencoder(Latent, new(Height, Width))
            : new BaselineAutoencoder(new(Height, Width));
        var plain = Plain(latent);
        using (no_grad())
        {
            foreach (var (to, from) in plain.parameters().Zip(kit.parameters(), (to, from) => (to, from)))
            {
                Assert.Equal(from.shape, to.shape);
                to.copy_(from);
            }
        }

        Assert.Equal(kit.parameters().Count(), plain.parameters().Count());
        // Smooth, as frames are. On noise, rounding grows: runs of the plain layers that begin 1e-7 apart part by up to 1e-3 in
        // fifty steps.
        var frames = nn.functional.interpolate(rand(Batch, 1, 3, 5), [Height, Width], mode: InterpolationMode.Bilinear);
        float[] expected = Losses(plain, frames), actual = Losses(kit, frames);

        var apart = expected.Zip(actual, (e, a) => Math.Abs(e - a)).ToList();
        // How far the plain layers part from themselves in double precision: by up to 2e-6 in ten steps and 2e-4 in fifty (seeds
        // 5 to 8). The kit's
        // sums have another order, so they part from the plain layers by as much.
        Assert.InRange(apart.Take(3).Max(), 0, 1e-7);
        Assert.InRange(apart.Take(10).Max(), 0, 1e-5);
        Assert.InRange(apart.Max(), 0, 5e-4);
        Assert.True(actual[^1] < 0.1 * actual[0], $"nothing was learned: {actual[0]} to {actual[^1]}");
    }

    private static float[] Losses(nn.Module<Tensor, Tensor> model, Tensor frames)
    {
        var optimizer = optim.Adam(model.parameters(), 1e-3, eps: 1e-7);
        return [.. Enumerable.Range(0, Steps).Select(_ =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = nn.functional.mse_loss(model.call(frames), frames);
            loss.backward();
            optimizer.step();
            return loss.item<float>();
        })];
    }

    /// <summary>The report's layers in its order (appendix A.3.1 and A.5.1).</summary>
    private static nn.Module<Tensor, Tensor> Plain(bool latent)
    {
        const int Code = 128 * Height / 8 * Width / 8;
        static nn.Module<Tensor, Tensor>[] Down(int from, int to) =>
            [nn.Conv2d(from, to, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2)];
        static nn.Module<Tensor, Tensor>[] Up(nn.Module<Tensor, Tensor> convolution, nn.Module<Tensor, Tensor> activation) =>
            [nn.Upsample(scale_factor: [2, 2]), convolution, activation];
        nn.Module<Tensor, Tensor>[] middle = latent
            ? [nn.Flatten(), nn.Linear(Code, Latent), nn.ReLU(), nn.Linear(Latent, Code), nn.ReLU(),
                nn.Unflatten(1, [128, Height / 8, Width / 8])]
            : [nn.ConvTranspose2d(128, 128, 3, padding: 1), nn.ReLU()];
        return nn.Sequential([.. Down(1, 32), .. Down(32, 64), .. Down(64, 128), .. middle,
            .. Up(nn.ConvTranspose2d(128, 64, 3, padding: 1), nn.ReLU()), .. Up(nn.ConvTranspose2d(64, 32, 3, padding: 1),
                nn.ReLU()), .. Up(nn.Conv2d(32, 1, 3, padding: 1), nn.Sigmoid())]);
    }
}
