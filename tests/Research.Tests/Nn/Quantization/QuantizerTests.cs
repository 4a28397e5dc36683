using FsCheck;
using FsCheck.Fluent;
using Research.Metrics;
using Research.Nn.Quantization;
using static TorchSharp.torch;

namespace Research.Tests.Nn.Quantization;

[Collection(nameof(TakingTurns))]
public sealed class QuantizerTests
{
    [Theory]
    [InlineData("straight", false, false)]
    [InlineData("rotation", false, true)]
    [InlineData("cosine", true, false)]
    public void Codes_losses_perplexity_and_gradients_are_PyTorchs(string name, bool cosine, bool rotation)
    {
        using var scope = NewDisposeScope();
        using var quantizer = new VectorQuantizer(
            new QuantizerOptions { CodebookSize = 9, EmbeddingDim = 5, CosineCodebook = cosine, RotationTrick = rotation });
        Set(quantizer, VqFixture.Tensor("codebook"));
        var vectors = VqFixture.Tensor("vectors", requiresGrad: true);

        var found = quantizer.call(vectors);
        (found.Loss + (found.Output * VqFixture.Tensor("cotangent")).sum()).backward();

        VqFixture.Same(name + "_indices", found.Indices);
        VqFixture.Same(name + "_output", found.Output);
        VqFixture.Same(name + "_loss", found.Loss);
        VqFixture.Same(name + "_vector_gradient", vectors.grad);
        VqFixture.Same(name + "_codebook_gradient", quantizer.parameters().Single().grad);
        Assert.Equal(VqFixture.Values(name + "_perplexity")[0], new CodebookUsage(9).Add(found.Indices), 1e-4);
    }

    [Fact]
    public void Finite_scalars_are_PyTorchs_forwards_and_backwards()
    {
        using var scope = NewDisposeScope();
        using var quantizer = new FiniteScalarQuantizer([8, 5, 4]);
        var vectors = VqFixture.Tensor("fsq_vectors", requiresGrad: true);
        var found = quantizer.call(vectors);
        (found.Output * VqFixture.Tensor("fsq_cotangent")).sum().backward();

        VqFixture.Same("fsq_output", found.Output);
        VqFixture.Same("fsq_indices", found.Indices);
        VqFixture.Same("fsq_vector_gradient", vectors.grad);
        Assert.Equal(0, found.Loss.item<float>());
    }

    [Fact]
    public void Every_code_of_finite_scalars_is_found_again_by_its_index()
    {
        using var scope = NewDisposeScope();
        using var quantizer = new FiniteScalarQuantizer([8, 5, 4]);
        var codes = quantizer.Codebook();
        Assert.Equal([160, 3], codes.shape);

        // A vector whose bounded value is the code: the inverse of the bound, as the paper has it.
        double[] half = [.. new[] { 8, 5, 4 }.Select(l => (l - 1) * 1.001 / 2)];
        var inverse = zeros(1, 3, 160, 1);
        for (int code = 0; code < 160; code++)
        {
            for (int place = 0; place < 3; place++)
            {
                int levels = new[] { 8, 5, 4 }[place];
                double offset = levels % 2 == 0 ? 0.5 : 0, shift = Math.Atanh(offset / half[place]);
                inverse[0, place, code, 0] = (float)(
                    Math.Atanh((codes[code, place].item<float>() * (levels / 2) + offset) / half[place]) - shift);
            }
        }

        var found = quantizer.call(inverse);
        Assert.Equal(Enumerable.Range(0, 160).Select(i => (long)i), found.Indices.flatten().data<long>());
        Assert.True((found.Output.squeeze().t() - codes).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void The_code_is_the_nearest_by_brute_force() => Prop.ForAll(
        Gen.Zip(Gen.Choose(2, 40), Gen.Zip(Gen.Choose(1, 16), Gen.Choose(0, int.MaxValue - 1))).ToArbitrary(), drawn =>
        {
            var (codes, (size, seed)) = drawn;
            using var scope = NewDisposeScope();
            using var lot = new Generator((ulong)seed);
            var (vectors, book) = (randn([25, size], generator: lot), randn([codes, size], generator: lot));
            long[] found = [.. VectorQuantizer.Nearest(vectors, book).data<long>()];
            float[] v = [.. vectors.data<float>()], b = [.. book.data<float>()];
            for (int row = 0; row < 25; row++)
            {
                double Distance(long code) => Enumerable.Range(0, size)
                    .Sum(i => Math.Pow((double)v[row * size + i] - b[code * size + i], 2));
                double least = Enumerable.Range(0, codes).Min(code => Distance(code));
                Assert.True(Distance(found[row]) <= least + 1e-4,
                    $"vector {row}: code {found[row]} at {Distance(found[row])}, the nearest at {least}");
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Moving_averages_are_their_closed_form()
    {
        const double Decay = 0.8;
        using var scope = NewDisposeScope();
        using var lot = new Generator(5);
        using var quantizer = new VectorQuantizer(new QuantizerOptions { CodebookSize = 4, EmbeddingDim = 3, EmaDecay = Decay });
        Assert.Empty(quantizer.parameters());
        var begun = randn([4, 3], generator: lot);
        Set(quantizer, begun);
        quantizer.state_dict()["sums"].copy_(begun);

        var steps = new List<(Tensor Vectors, long[] Indices)>();
        for (int step = 0; step < 5; step++)
        {
            var vectors = randn([2, 3, 2, 3], generator: lot);
            var found = quantizer.call(vectors);
            steps.Add((vectors.permute(0, 2, 3, 1).reshape(-1, 3), [.. found.Indices.flatten().data<long>()]));
        }

        var book = quantizer.Codebook();
        for (int code = 0; code < 4; code++)
        {
            double size = Math.Pow(Decay, 5);
            var sum = begun[code] * Math.Pow(Decay, 5);
            for (int step = 0; step < 5; step++)
            {
                double weight = (1 - Decay) * Math.Pow(Decay, 4 - step);
                foreach (int row in Enumerable.Range(0, 12).Where(r => steps[step].Indices[r] == code))
                {
                    size += weight;
                    sum += steps[step].Vectors[row] * weight;
                }
            }

            // A code that the last batches did not choose stays where the last choice left it: sum and size shrink alike.
            Assert.True((sum / size - book[code]).abs().max().item<float>() < 1e-5, $"code {code}");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0.9)]
    public void Revival_never_touches_a_live_code(double? movingAverage)
    {
        const int Codes = 12;
        using var scope = NewDisposeScope();
        manual_seed(3);
        using var quantizer = new VectorQuantizer(
            new QuantizerOptions { CodebookSize = Codes, EmbeddingDim = 2, DeadCodeThreshold = 0.5, EmaDecay = movingAverage });
        int revived = 0;
        for (int step = 0; step < 80; step++)
        {
            float[] usage = [.. quantizer.state_dict()["usage"].data<float>()];
            var before = quantizer.Codebook();
            var vectors = randn(4, 2, 3, 3) * 0.1 + 1;
            var rows = vectors.permute(0, 2, 3, 1).reshape(-1, 2);
            var found = quantizer.call(vectors);
            var after = quantizer.Codebook();
            long[] chosen = [.. found.Indices.flatten().data<long>()];
            for (int code = 0; code < Codes; code++)
            {
                bool isLive = usage[code] >= 0.5f / Codes, isFollowed = movingAverage is not null && chosen.Contains(code);
                bool isMoved = (after[code] - before[code]).abs().max().item<float>() > 0;
                Assert.False(isLive && isMoved && !isFollowed, $"step {step}: the live code {code} was moved");
                Assert.True(isLive || isFollowed || Enumerable.Range(0, 36)
                    .Any(row => (rows[row] - after[code]).abs().max().item<float>() == 0),
                    $"step {step}: the dead code {code} is no vector of the batch");
                revived += isLive ? 0 : 1;
            }
        }

        Assert.True(revived > 0);
        Assert.InRange(CodebookUsage.Of([.. quantizer.call(randn(40, 2, 3, 3) * 0.1 + 1).Indices.flatten().bincount(null,
            Codes).data<long>()]), Codes / 2.0, Codes);
    }

    [Fact]
    public void K_means_begins_once_and_covers_what_there_is()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var quantizer = new VectorQuantizer(new QuantizerOptions { CodebookSize = 4, EmbeddingDim = 2, KMeansInit = true });
        quantizer.eval();
        Assert.True(quantizer.Codebook().abs().max().item<float>() <= 0.25f);
        quantizer.train();
        var corners = tensor(new float[] { 5, 5, -5, -5 }).view(1, 1, 1, 4).expand(8, 1, 1, 4);
        var vectors = cat([corners, tensor(new float[] { 5, -5, 5, -5 }).view(1, 1, 1, 4).expand(8, 1, 1, 4)], 1)
            + randn(8, 2, 1, 4) * 0.01;
        quantizer.call(vectors);
        var book = quantizer.Codebook();
        quantizer.call(vectors + 100);

        Assert.True((quantizer.Codebook() - book).abs().max().item<float>() == 0);
        Assert.All(Enumerable.Range(0, 4), code => Assert.InRange(book[code].abs().min().item<float>(), 4.9f, 5.1f));
    }

    [Fact]
    public void A_linear_map_learns_while_the_codebook_stays()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var quantizer = new VectorQuantizer(new QuantizerOptions { CodebookSize = 8, EmbeddingDim = 4, SimVq = true });
        var parameter = Assert.Single(quantizer.named_parameters());
        Assert.Equal("map", parameter.name);
        quantizer.call(randn(2, 4, 3, 3)).Loss.backward();
        Assert.True(parameter.parameter.grad!.abs().max().item<float>() > 0);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Equal(
            "Under a linear map the codebook stays as it begins: neither moving averages nor revival can set its codes. "
            + "(Parameter 'options')",
            Assert.Throws<ArgumentException>(() =>
                new VectorQuantizer(new QuantizerOptions { SimVq = true, DeadCodeThreshold = 0.1 })).Message);
        Assert.StartsWith("The decay of the moving averages and the share below which a code is dead are between 0 and 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new VectorQuantizer(new QuantizerOptions { EmaDecay = 1 })).Message);
        Assert.Equal("Found the levels [8, 1]; expected at least one, each 2 or more. (Parameter 'levels')",
            Assert.Throws<ArgumentException>(() => new FiniteScalarQuantizer([8, 1])).Message);
        using var quantizer = new VectorQuantizer(new QuantizerOptions());
        Assert.Equal("Vectors are [B, 64, H, W] here; found [2, 3, 4, 5]. (Parameter 'vectors')",
            Assert.Throws<ArgumentException>(() => quantizer.call(zeros(2, 3, 4, 5))).Message);
    }

    private static void Set(VectorQuantizer quantizer, Tensor codes)
    {
        using var _ = no_grad();
        quantizer.state_dict()["codebook"].copy_(codes);
    }
}
