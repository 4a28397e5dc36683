using Research.Arrays.Zarr;
using Research.Experiments.DodgeTiming;

namespace Research.Experiments.Tests.DodgeTiming;

public sealed class DodgeSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Beside a reading of the document's two loops, word for word, over random presses.</summary>
    [Fact]
    public void Windows_are_those_of_the_document()
    {
        var random = new Random(5);
        var root = ZarrGroup.Create(Path.Combine(_folder.Path, "random.zarr"));
        var all = new List<bool[]>();
        for (int number = 0; number < 12; number++)
        {
            double density = new[] { 0, 0.01, 0.03, 0.3 }[number % 4];
            bool[] pressed = new bool[random.Next(1, 200)];
            for (int frame = 0; frame < pressed.Length; frame++)
            {
                pressed[frame] = random.NextDouble() < density || (frame > 0 && pressed[frame - 1] && random.NextDouble() < 0.5);
            }

            all.Add(pressed);
            EpisodeStore.Add(root, $"episode_{number}", pressed);
        }

        var episodes = DodgeEpisodes.Open(root.Path);
        foreach (
            var sampling in new[]
            {
                new DodgeSampling(),
                new DodgeSampling { WindowFrames = 4, NegativeBuffer = 3 },
                new DodgeSampling { NegativeBuffer = 0 },
            })
        {
            for (int episode = 0; episode < all.Count; episode++)
            {
                var (positives, negatives) = AsTheDocument(all[episode], sampling.WindowFrames, sampling.NegativeBuffer);
                Assert.Equal(positives, DodgeSamples.Positives(episodes, sampling, episode).Select(w => w.EndFrame));
                Assert.Equal(negatives, DodgeSamples.Negatives(episodes, sampling, episode).Select(w => w.EndFrame));
            }
        }

        static (List<int> Positives, List<int> Negatives) AsTheDocument(bool[] actions, int frames, int buffer)
        {
            var (positives, negatives) = (new List<int>(), new List<int>());
            bool previous = false;
            for (int i = 0; i < actions.Length; i++)
            {
                if (actions[i] && !previous && i >= frames - 1)
                {
                    positives.Add(i);
                }

                previous = actions[i];
            }

            for (int i = frames - 1; i < actions.Length; i++)
            {
                bool nearby = false;
                for (int d = i - buffer; d < i + buffer + 1; d++)
                {
                    nearby |= d >= 0 && d < actions.Length && actions[d];
                }

                if (!nearby)
                {
                    negatives.Add(i);
                }
            }

            return (positives, negatives);
        }
    }

    [Theory]
    [InlineData(DodgeSplit.Episodes)]
    [InlineData(DodgeSplit.Samples)]
    public void Classes_are_balanced_and_no_window_is_on_both_sides(DodgeSplit split)
    {
        var episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "ten.zarr", 300,
            [.. Enumerable.Range(0, 10).Select(e => new[] { 50 + e, 120, 200 })]));
        for (int seed = 0; seed < 20; seed++)
        {
            var samples = DodgeSamples.Draw(episodes, new DodgeSampling { Split = split, Seed = seed });
            DodgeWindow[] all = [.. samples.Train, .. samples.Validation];

            Assert.Equal(60, all.Length);
            Assert.Equal(60, all.Distinct().Count());
            Assert.Equal(30, all.Count(w => w.IsDodge));
            Assert.Equal(48, samples.Train.Count);
            Assert.Equal(samples.Validation.OrderBy(w => w.Episode).ThenBy(w => w.EndFrame), samples.Validation);
            if (split == DodgeSplit.Episodes)
            {
                Assert.Empty(samples.Train.Select(w => w.Episode).Intersect(samples.Validation.Select(w => w.Episode)));
                Assert.Equal(6, samples.Validation.Count(w => w.IsDodge));
            }
        }
    }

    [Fact]
    public void The_random_split_puts_one_episode_on_both_sides() // what the default is there to prevent
    {
        var episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "ten.zarr", 300,
            [.. Enumerable.Range(0, 10).Select(e => new[] { 50 + e, 120, 200 })]));
        var samples = DodgeSamples.Draw(episodes, new DodgeSampling { Split = DodgeSplit.Samples });

        Assert.NotEmpty(samples.Train.Select(w => w.Episode).Intersect(samples.Validation.Select(w => w.Episode)));
        Assert.Equal(DodgeSplit.Episodes, new DodgeSampling().Split);
    }

    [Fact]
    public void One_seed_gives_one_draw()
    {
        var episodes = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "four.zarr", 300, [60, 200], [70], [90, 240], [100]));
        var (first, again, other) = (DodgeSamples.Draw(episodes), DodgeSamples.Draw(episodes),
            DodgeSamples.Draw(episodes, new DodgeSampling { Seed = 43 }));

        Assert.Equal(first.Train, again.Train);
        Assert.Equal(first.Validation, again.Validation);
        Assert.NotEqual(first.Train, other.Train);
    }

    [Fact]
    public void Training_windows_of_one_episode_are_refused_where_classifiers_are_cross_validated()
    {
        var two = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "two.zarr", 300, [60, 200], [70]));
        var three = DodgeEpisodes.Open(EpisodeStore.Write(_folder, "three.zarr", 300, [60, 200], [70], [90, 240]));
        var samples = DodgeSamples.Draw(three);

        Assert.Same(samples, samples.RequireTwoTrainingEpisodes(three));
        Assert.Equal($"{two.Path}: found 2 episodes, and training windows in 1; expected at least 3 episodes, and training "
            + "windows in 2, for classifiers are cross-validated by complete episodes.",
            Assert.Throws<InvalidDataException>(() => DodgeSamples.Draw(two).RequireTwoTrainingEpisodes(two)).Message);
    }

    [Fact]
    public void Too_little_to_draw_from_is_refused()
    {
        string none = EpisodeStore.Write(_folder, "none.zarr", 100, [3], [14]),
            one = EpisodeStore.Write(_folder, "one.zarr", 100, [50]);
        string crowded = EpisodeStore.Write(_folder, "crowded.zarr", 70, [20, 40, 60], [20, 40, 60]);

        Assert.Equal($"{none}: found no dodge with 15 frames before it; expected at least one.",
            Assert.Throws<InvalidDataException>(() =>
                DodgeSamples.Draw(DodgeEpisodes.Open(none), new DodgeSampling { Split = DodgeSplit.Samples })).Message);
        Assert.Equal(
            $"{one}: found 1 episode; expected at least 2 to keep whole ones apart. DodgeSplit.Samples splits a single one.",
            Assert.Throws<InvalidDataException>(() => DodgeSamples.Draw(DodgeEpisodes.Open(one))).Message);
        Assert.Equal(
            $"{crowded} of the episodes to learn from: found 0 windows without a dodge within 20 frames; expected at least 3, "
            + "as many as there are dodges.",
            Assert.Throws<InvalidDataException>(() => DodgeSamples.Draw(DodgeEpisodes.Open(crowded))).Message);
    }
}
