using Research.Losses;
using Research.Metrics;
using static TorchSharp.torch;

namespace Research.Tests.Metrics;

public sealed class ImageMetricTests
{
    [Fact]
    public void Psnr_and_ssim_are_those_of_scikit_image()
    {
        using var scope = NewDisposeScope();
        var (first, second) = (VqFixture.Tensor("first"), VqFixture.Tensor("second"));
        double[] psnr = ImageQuality.Psnr(first, second), ssim = ImageQuality.Ssim(first, second);
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(VqFixture.Values("psnr")[i], psnr[i], 1e-4);
            Assert.Equal(VqFixture.Values("ssim")[i], ssim[i], 1e-4);
        }

        Assert.All(ImageQuality.Ssim(first, first), s => Assert.Equal(1, s, 1e-12));
        Assert.All(ImageQuality.Psnr(first, first), p => Assert.Equal(double.PositiveInfinity, p));
    }

    [Theory]
    [InlineData("plain", 0, 0)]
    [InlineData("motion", 10, 0)]
    [InlineData("slope", 0, 0.5)]
    public void Reconstruction_losses_are_PyTorchs_forwards_and_backwards(string name, double motion, double gradient)
    {
        using var scope = NewDisposeScope();
        var drawn = VqFixture.Tensor("drawn", requiresGrad: true);
        var loss = new ReconstructionLoss(motion, gradient).forward(drawn, VqFixture.Tensor("next"), VqFixture.Tensor("current"));
        loss.backward();

        VqFixture.Same(name + "_loss", loss);
        VqFixture.Same(name + "_gradient", drawn.grad);
    }

    [Fact]
    public void Perplexity_counts_what_was_chosen()
    {
        using var scope = NewDisposeScope();
        var usage = new CodebookUsage(8);
        Assert.True(double.IsNaN(usage.Perplexity));
        Assert.Equal(2, usage.Add(tensor(new long[] { 0, 1 })), 12);
        Assert.Equal(2, usage.Add(tensor(new long[] { 2, 3 })), 12);
        Assert.Equal((4.0, 4, 4L), (Math.Round(usage.Perplexity, 12), usage.Dead, usage.Total));
        Assert.Equal(1, CodebookUsage.Of([0, 7, 0]), 12);
    }

    [Fact]
    public void Mutual_information_is_the_entropy_of_equal_labels_and_chance_of_independent_ones()
    {
        var lot = new Random(2);
        int[] moves = [.. Enumerable.Range(0, 2000).Select(_ => lot.Next(4))], others = [.. moves.Select(_ => lot.Next(50))];
        var same = MutualInformation.Of([.. moves.Select(m => 7 * m)], moves);
        var none = MutualInformation.Of(others, moves);

        Assert.Equal(same.Entropy, same.Bits, 1e-9);
        Assert.InRange(same.Share, 0.99, 1);
        Assert.InRange(none.Bits, none.Shuffled * 0.7, none.Shuffled * 1.3);
        Assert.True(none.Shuffled > 0.02, "fifty codes over two thousand pairs tell something by chance");
        // Every group has one move and codes of its own: these tell all, and nothing beyond what tells groups apart.
        int[] groups = [.. Enumerable.Range(0, 400).Select(i => i / 4)], grouped = [.. groups.Select(g => g * 7 % 5)];
        var apart = MutualInformation.Of(groups, grouped, groups: groups);
        Assert.Equal(apart.Entropy, apart.Bits, 1e-9);
        Assert.Equal(apart.Bits, apart.Shuffled, 1e-9);
        Assert.True(MutualInformation.Of(groups, grouped).Shuffled < apart.Bits);
        Assert.Equal("Found 1 first and 2 second labels; expected as many of both, and at least one. (Parameter 'second')",
            Assert.Throws<ArgumentException>(() => MutualInformation.Of([1], [1, 2])).Message);
    }
}
