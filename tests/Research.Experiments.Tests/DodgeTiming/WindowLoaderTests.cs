using Research.Experiments.DodgeTiming;

namespace Research.Experiments.Tests.DodgeTiming;

public sealed class WindowLoaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DodgeEpisodes _episodes;

    public WindowLoaderTests() => _episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "two.zarr", 80, [40], [50, 70]));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(4, 3)]
    public void A_window_s_pixels_are_the_means_of_squares(int scale, int framesBefore)
    {
        DodgeWindow[] windows = [new(0, 40, true), new(1, 20, false), new(1, 79, false)];
        int seen = 0;
        foreach (var batch in new WindowLoader(_episodes, windows, 16, batchSize: 2, scale, framesBefore: framesBefore).Epoch())
        {
            Assert.Equal([batch.Count, 48, EpisodeStore.Height / scale, EpisodeStore.Width / scale], batch.Shape);
            for (int i = 0; i < batch.Count; i++, seen++)
            {
                Assert.Equal(seen, batch.Rows[i]);
                var (episode, end, _) = windows[seen];
                byte[] bytes = new byte[48 * EpisodeStore.Height * EpisodeStore.Width];
                _episodes.Items[episode].ReadFrames(end - framesBefore - 15, 16, bytes);
                var found = batch.Frame(i);
                for (int plane = 0, at = 0; plane < 48; plane++)
                {
                    for (int y = 0; y < EpisodeStore.Height; y += scale)
                    {
                        for (int x = 0; x < EpisodeStore.Width; x += scale, at++)
                        {
                            double sum = 0;
                            for (int square = 0; square < scale * scale; square++)
                            {
                                sum += bytes[(plane * EpisodeStore.Height + y + square / scale) * EpisodeStore.Width + x
                                    + square % scale];
                            }

                            Assert.Equal(sum / (scale * scale) / 255, found[at], 1e-6);
                        }
                    }
                }
            }
        }

        Assert.Equal(3, seen);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_alone_and_what_is_not_full_is_left_out()
    {
        DodgeWindow[] windows = [.. Enumerable.Range(15, 40).Select(end => new DodgeWindow(0, end, false))];
        int[] Rows(int seed, int epoch) => [.. new WindowLoader(_episodes, windows, 16, 16, 4, seed, dropLast: true).Epoch(epoch)
            .SelectMany(batch => batch.Rows.ToArray())];

        Assert.Equal(32, Rows(1, 1).Distinct().Count());
        Assert.Equal(Rows(1, 1), Rows(1, 1));
        Assert.NotEqual(Rows(1, 1), Rows(1, 2));
        Assert.NotEqual(Rows(1, 1), Rows(2, 1));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Equal("Frames of 16×12 pixels cannot be made 8 times smaller: both must be multiples of 8. (Parameter 'scale')",
            Assert.Throws<ArgumentException>(() => new WindowLoader(_episodes, [], 16, 4, scale: 8)).Message);
        Assert.Equal(
            "The window of 16 frames that ends 6 before frame 20 of episode_1 begins before the episode does. (Parameter "
            + "'windows')",
            Assert.Throws<ArgumentException>(() =>
                new WindowLoader(_episodes, [new(1, 21, true), new(1, 20, true)], 16, 4, framesBefore: 6)).Message);
    }

    [Fact]
    public void A_damaged_chunk_ends_the_epoch_with_its_name()
    {
        string chunk = Path.Combine(_episodes.Path, "episode_0", "frames", "1.0.0.0");
        File.WriteAllBytes(chunk, File.ReadAllBytes(chunk)[..40]);
        DodgeWindow[] windows = [new(1, 40, true), new(1, 41, true), new(0, 40, true)];
        var loader = new WindowLoader(_episodes, windows, 16, 1);

        Assert.Contains("1.0.0.0", Assert.Throws<InvalidDataException>(() => loader.Epoch().Count()).Message);
    }
}
