using static TorchSharp.torch;

namespace Research.Nn.Quantization;

/// <summary>Lloyd's k-means, as a beginning for a codebook.</summary>
/// <remarks>
/// Not Microsoft.ML's k-means++ (5.0.1): it throws where a batch has fewer distinct vectors than the codebook has codes ("Not
/// enough distinct instances"), as small batches and collapsed encoders have, and it takes tens of times as long: in one run 0.5
/// s for 960 vectors and 256 centres where this took 0.01 s. It gives the same bits again, whatever the threads, and its centres
/// lie closer: a mean squared distance of 6.7 instead of 11.9 where the vectors are 256 clusters, 37.7 instead of 37.8 where they
/// are one cloud. <c>research bench kmeans</c> measures both.
/// </remarks>
internal static class KMeans
{
    private const int Rounds = 10;

    /// <summary>
    /// Centres of vectors: [N, D] to [K, D]. Begins with vectors drawn by lot; a centre that loses all of its vectors stays where
    /// it is.
    /// </summary>
    internal static Tensor Centres(Tensor vectors, int count)
    {
        using var scope = NewDisposeScope();
        var centres = vectors.index_select(0, Draw(vectors.shape[0], count, vectors.device));
        for (int round = 0; round < Rounds; round++)
        {
            var nearest = VectorQuantizer.Nearest(vectors, centres);
            var sizes = nearest.bincount(null, count).to(ScalarType.Float32).unsqueeze(1);
            var sums = zeros_like(centres).index_add_(0, nearest, vectors, 1);
            centres = where(sizes.gt(0), sums / sizes.clamp_min(1), centres);
        }

        return centres.MoveToOuterDisposeScope();
    }

    /// <summary>Rows drawn by lot: each once, as long as there are enough.</summary>
    internal static Tensor Draw(long rows, long count, Device device)
    {
        using var scope = NewDisposeScope();
        var drawn = randperm(rows, device: device);
        while (drawn.shape[0] < count)
        {
            drawn = cat([drawn, randperm(rows, device: device)]);
        }

        return drawn.narrow(0, 0, count).clone().MoveToOuterDisposeScope();
    }
}
