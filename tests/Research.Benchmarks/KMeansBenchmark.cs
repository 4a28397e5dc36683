using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Research.Nn.Quantization;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// Centres for a codebook's start: the kit's k-means on tensors beside Microsoft.ML's k-means++, on as many vectors as the
/// VQ-VAE's first batch has (32 pairs, 6 × 5 places).
/// </summary>
internal static class KMeansBenchmark
{
    private const int Rows = 960, Width = 64, Codes = 256, Rounds = 5;

    public static int Run()
    {
        Console.WriteLine(
            $"k-means: {Rows:N0} vectors of {Width} numbers to {Codes} centres, median of {Rounds}; error: mean squared "
            + "distance to the nearest centre");
        manual_seed(1);
        using var scope = NewDisposeScope();
        var blobs = randn(Codes, Width);
        foreach (var (data, vectors) in ((string, Tensor)[])[("256 clusters",
            (blobs.index_select(0, randint(Codes, Rows)) + 0.3 * randn(Rows, Width)).contiguous()),
            ("one cloud", randn(Rows, Width))])
        {
            float[][] rows = [.. vectors.data<float>().ToArray().Chunk(Width)];
            Write($"{data}, the kit's", vectors, () =>
            {
                manual_seed(1);
                using var own = KMeans.Centres(vectors, Codes);
                return own.data<float>().ToArray();
            });
            foreach (int threads in (int[])[1, 2])
            {
                Write($"{data}, Microsoft.ML's, {threads} thread{(threads == 1 ? "" : "s")}", vectors,
                    () => Centres(rows, threads));
            }
        }

        return 0;
    }

    private static void Write(string name, Tensor vectors, Func<float[]> train)
    {
        var results = new List<float[]>();
        var timing = Timing.Alternate(Rounds, () => results.Add(train()))[0];
        using var centres = tensor(results[0]).view(Codes, Width);
        using var nearest = cdist(vectors, centres).min(1).values;
        int differing = results.Skip(1).Count(other => !other.AsSpan().SequenceEqual(results[0]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {name,-40}{timing}   error {nearest.square().mean().item<float>():0.000}, {differing} of {results.Count - 1} "
            + $"repetitions differ, first number {results[0][0]:R}"));
    }

    private static float[] Centres(float[][] rows, int threads)
    {
        var context = new MLContext(1);
        var schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Width);
        var model = context.Clustering.Trainers.KMeans(new KMeansTrainer.Options
        {
            NumberOfClusters = Codes,
            InitializationAlgorithm = KMeansTrainer.InitializationAlgorithm.KMeansPlusPlus,
            MaximumNumberOfIterations = 10,
            NumberOfThreads = threads,
        }).Fit(context.Data.LoadFromEnumerable(rows.Select(row => new Row { Features = row }), schema));
        VBuffer<float>[] centres = [];
        model.Model.GetClusterCentroids(ref centres, out _);
        return [.. centres.SelectMany(centre => centre.DenseValues())];
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];
    }
}
