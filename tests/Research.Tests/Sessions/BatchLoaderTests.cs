using Research.Sessions;
using static TorchSharp.torch;

namespace Research.Tests.Sessions;

public sealed class BatchLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FrameStore _store;

    public BatchLoaderTests() => _store = FrameStore.OfVideo(RecordedVideo.Fixture, new FrameTransform(16, 9, FrameColor.Rgb),
        _folder.Path);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Pixels_are_divided_by_255_channel_by_channel()
    {
        var loader = new BatchLoader(_store, Enumerable.Range(50, 70), batchSize: 32);
        int row = 0;
        foreach (var batch in loader.Epoch())
        {
            Assert.Equal([batch.Count, 3, 9, 16], batch.Shape);
            Assert.Equal(batch.Count * 3 * 9 * 16, batch.Pixels.Length);
            for (int i = 0; i < batch.Count; i++, row++)
            {
                Assert.Equal(row, batch.Rows[i]);
                for (int value = 0; value < 3 * 9 * 16; value++)
                {
                    int channel = value / (9 * 16), pixel = value % (9 * 16);
                    Assert.Equal(_store[50 + row][pixel * 3 + channel] / 255f, batch.Frame(i)[value]);
                }
            }
        }

        Assert.Equal((70, 3), (row, loader.BatchCount));
        Assert.Equal(2, new BatchLoader(_store, Enumerable.Range(0, 70), 32, dropLast: true).Epoch().Count());
    }

    [Fact]
    public void A_batch_becomes_a_tensor_that_outlives_it()
    {
        var loader = new BatchLoader(_store, Enumerable.Range(0, 40), batchSize: 32);
        var tensors = new List<Tensor>();
        var pixels = new List<float[]>();
        foreach (var batch in loader.Epoch())
        {
            tensors.Add(batch.ToTensor());
            pixels.Add(batch.Pixels.ToArray());
        }

        Assert.Equal([[32L, 3, 9, 16], [8L, 3, 9, 16]], tensors.Select(t => t.shape));
        Assert.All(tensors, t => Assert.Equal(ScalarType.Float32, t.dtype));
        Assert.All(tensors.Zip(pixels), pair => Assert.Equal(pair.Second, pair.First.data<float>().ToArray()));
        tensors.ForEach(t => t.Dispose());
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone()
    {
        int[] Rows(int seed, int epoch, bool slow = false)
        {
            var rows = new List<int>();
            foreach (var batch in new BatchLoader(_store, Enumerable.Range(0, 200), 16, seed).Epoch(epoch))
            {
                rows.AddRange(batch.Rows);
                float first = batch.Pixels.Span[0];
                if (slow)
                {
                    Thread.Sleep(2);
                }

                Assert.Equal(_store[batch.Rows[0]][0] / 255f, first);
                Assert.Equal(first, batch.Pixels.Span[0]);
            }

            return [.. rows];
        }

        int[] once = Rows(7, 0);
        Assert.Equal(Enumerable.Range(0, 200), once.Order());
        Assert.NotEqual(Enumerable.Range(0, 200), once);
        Assert.Equal(once, Rows(7, 0, slow: true));
        Assert.NotEqual(once, Rows(7, 1));
        Assert.NotEqual(once, Rows(8, 0));
    }

    [Fact]
    public void Buffers_are_used_again()
    {
        var arrays = new BatchLoader(_store, Enumerable.Range(0, 200), 4).Epoch().Select(b => b.Array)
            .Distinct(ReferenceEqualityComparer.Instance);
        Assert.InRange(arrays.Count(), 1, 3);
    }

    [Fact]
    public void Leaving_early_stopping_and_faults_end_the_thread()
    {
        var loader = new BatchLoader(_store, Enumerable.Range(0, 200), 4);
        Assert.Equal(0, loader.Epoch().First().Rows[0]);

        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var batch in loader.Epoch(cancellation: stop.Token))
            {
                stop.Cancel();
            }
        });

        var wrong = new BatchLoader(_store, [0, 1, 2, 999], 2);
        Assert.StartsWith($"{_store.File} has frames 0 to 199, not 999.",
            Assert.Throws<ArgumentOutOfRangeException>(() => wrong.Epoch().Count()).Message);
        Assert.Empty(new BatchLoader(_store, [], 4).Epoch());
    }
}
