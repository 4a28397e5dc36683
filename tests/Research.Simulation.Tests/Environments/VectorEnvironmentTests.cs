using System.Globalization;
using System.Security.Cryptography;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>Lanes, and when they begin anew.</summary>
public sealed class VectorEnvironmentTests
{
    // Each line: observation (episode.step), reward, terminated, truncated, step of the info; lanes of 2 and of 3 steps, all
    // actions 1.
    private static readonly Dictionary<AutoresetMode, string[]> Transcripts = new()
    {
        [AutoresetMode.NextStep] =
        [
            "0.1 11 - 1 | 0.1 11 - 1", "0.2 21 T 2 | 0.2 21 - 2", "1.0 0 - 0 | 0.3 31 T 3", "1.1 11 - 1 | 1.0 0 - 0",
                "1.2 21 U 2 | 1.1 11 - 1", "2.0 0 - 0 | 1.2 21 - 2",
            "2.1 11 - 1 | 1.3 31 U 3",
        ],
        [AutoresetMode.SameStep] =
        [
            "0.1 11 - 1 | 0.1 11 - 1", "1.0 21 T 0 final 0.2 2 | 0.2 21 - 2", "1.1 11 - 1 | 1.0 31 T 0 final 0.3 3",
                "2.0 21 U 0 final 1.2 2 | 1.1 11 - 1", "2.1 11 - 1 | 1.2 21 - 2",
            "3.0 21 T 0 final 2.2 2 | 2.0 31 U 0 final 1.3 3",
        ],
    };

    [Theory]
    [InlineData(AutoresetMode.NextStep, 1)]
    [InlineData(AutoresetMode.NextStep, 2)]
    [InlineData(AutoresetMode.SameStep, 1)]
    [InlineData(AutoresetMode.SameStep, 2)]
    public void Lanes_begin_anew_as_the_mode_of_that_name_does_in_Gymnasium(AutoresetMode mode, int threads)
    {
        using var lanes = new VectorEnvironment(lane => new CountingEnvironment(lane + 2), 2, mode, threads);
        byte[] frames = new byte[4];
        lanes.Reset(5, frames);
        Assert.Equal([0, 0, 0, 0], frames);
        Assert.Equal([5, 6], lanes.Environments.Select(e => ((CountingEnvironment)e).LastSeed));
        foreach (string line in Transcripts[mode])
        {
            var step = lanes.Step([1, 1], frames);
            string[] told = new string[2];
            for (int i = 0; i < 2; i++)
            {
                string flag = step.Terminations[i] ? "T" : step.Truncations[i] ? "U" : "-";
                Assert.False(step.Terminations[i] && step.Truncations[i]);
                Assert.True(step.Info.Mask("step")[i]);
                told[i] = string.Create(CultureInfo.InvariantCulture,
                    $"{frames[2 * i]}.{frames[2 * i + 1]} {step.Rewards[i]} {flag} {step.Info["step"][i]}");
                if (lanes.FinalMask[i])
                {
                    told[i] += $" final {lanes.FinalObservations[2 * i]}.{lanes.FinalObservations[2 * i + 1]} "
                        + $"{lanes.FinalInfo["step"][i]}";
                }

                Assert.Equal(lanes.FinalMask[i], lanes.FinalInfo.Mask("step")[i]);
                Assert.Equal(mode == AutoresetMode.NextStep && flag != "-", lanes.AutoresetEnvs[i]);
            }

            Assert.Equal(line, string.Join(" | ", told));
        }

        Assert.All(lanes.Environments, e => Assert.Null(((CountingEnvironment)e).LastSeed));
    }

    [Fact]
    public void Disabled_leaves_it_to_the_caller_to_reset_by_a_mask()
    {
        using var lanes = new VectorEnvironment(lane => new CountingEnvironment(lane + 1), 2, AutoresetMode.Disabled, threads: 1);
        byte[] frames = new byte[4];
        lanes.Reset(null, frames);
        Assert.Equal([true, false], lanes.Step([0, 0], frames).Terminations.ToArray());
        Assert.Equal("The episode of lane 0 has ended: Reset it, or choose a mode that does.",
            Assert.Throws<InvalidOperationException>(() => lanes.Step([0, 0], frames).Rewards.Length).Message);

        var info = lanes.Reset([77, 88], [true, false], frames);
        Assert.Equal([1, 0, 0, 1], frames);
        Assert.Equal([true, false], info.Mask("step").ToArray());
        Assert.Equal(77, ((CountingEnvironment)lanes.Environments[0]).LastSeed);
        var step = lanes.Step([0, 2], frames);
        Assert.Equal([10f, 22f], step.Rewards.ToArray());
        Assert.Equal([true, false], step.Truncations.ToArray());
        Assert.Equal([false, true], step.Terminations.ToArray());
    }

    [Fact]
    public void A_lane_plays_the_same_bit_for_bit_whatever_the_number_of_lanes_and_threads()
    {
        using var sprites = new BossFightSprites();
        string[] alone = [.. Enumerable.Range(0, 3).SelectMany(lane => Play(lanes: 1, threads: 1, firstSeed: 40 + lane))];
        Assert.Equal(alone, Play(lanes: 3, threads: 1, firstSeed: 40));
        Assert.Equal(alone, Play(lanes: 3, threads: 3, firstSeed: 40));
        Assert.Equal(3, alone.Distinct().Count());

        // What each lane saw over several fights, with actions of its own.
        string[] Play(int lanes, int threads, int firstSeed)
        {
            using var environment = new VectorEnvironment(_ => new BossFightEnvironment(sprites), lanes, threads: threads);
            byte[] frames = new byte[lanes * 9216];
            var hashes = Enumerable.Range(0, lanes).Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).ToArray();
            var chance = Enumerable.Range(0, lanes).Select(lane => new SeededStream((ulong)(firstSeed + lane))).ToArray();
            uint[] actions = new uint[lanes];
            environment.Reset(firstSeed, frames);
            for (int i = 0; i < 500; i++)
            {
                for (int lane = 0; lane < lanes; lane++)
                {
                    actions[lane] = (uint)chance[lane].Below(128);
                }

                var step = environment.Step(actions, frames);
                for (int lane = 0; lane < lanes; lane++)
                {
                    hashes[lane].AppendData(frames.AsSpan(lane * 9216, 9216));
                    hashes[lane].AppendData(BitConverter.GetBytes(step.Rewards[lane]));
                    hashes[lane].AppendData([step.Terminations[lane] ? (byte)1 : (byte)0, step.Truncations[lane] ? (byte)1
                        : (byte)0]);
                    hashes[lane].AppendData(BitConverter.GetBytes(step.Info["seed"][lane]));
                }
            }

            return [.. hashes.Select(hash => Convert.ToHexString(hash.GetHashAndReset()))];
        }
    }

    [Theory]
    [InlineData(AutoresetMode.NextStep)]
    [InlineData(AutoresetMode.SameStep)]
    public void Steps_allocate_nothing(AutoresetMode mode)
    {
        using var lanes = new VectorEnvironment(_ => new RecordEpisodeStatistics(new CountingEnvironment(3)), 4, mode,
            threads: 2);
        byte[] frames = new byte[8];
        uint[] actions = new uint[4];
        lanes.Reset(0, frames);
        for (int i = 0; i < 1000; i++)
        {
            lanes.Step(actions, frames);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            lanes.Step(actions, frames);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_fault_of_a_lane_comes_to_the_caller_from_any_thread_and_the_next_step_works()
    {
        using var lanes = new VectorEnvironment(_ => new CountingEnvironment(9), 4, threads: 3);
        lanes.Reset(0, default);
        Assert.StartsWith("Action 3 is none of Discrete(3).",
            Assert.Throws<ArgumentOutOfRangeException>(() => lanes.Step([0, 0, 0, 3], default).Rewards.Length).Message,
                StringComparison.Ordinal);
        Assert.Equal(4, lanes.Step([0, 0, 0, 0], default).Rewards.Length);
    }

    [Fact]
    public void What_does_not_fit_the_lanes_is_refused()
    {
        Assert.Contains("lanes", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new VectorEnvironment(_ => new CountingEnvironment(1), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("threads", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new VectorEnvironment(_ => new CountingEnvironment(1), 1, threads: 0)).Message, StringComparison.Ordinal);
        var made = new List<CountingEnvironment>();
        Assert.StartsWith("Lane 1 differs from lane 0 in its spaces or info keys.",
            Assert.Throws<ArgumentException>(() => new VectorEnvironment(lane =>
        {
            made.Add(lane == 0 ? new CountingEnvironment(1) : new CountingEnvironment(1, "more"));
            return made[^1];
        }, 2)).Message, StringComparison.Ordinal);
        Assert.All(made, e => Assert.True(e.IsDisposed));

        using var lanes = new VectorEnvironment(_ => new CountingEnvironment(1), 2, threads: 1);
        Assert.Equal("There are 2 lanes and 1 actions.",
            Assert.Throws<ArgumentException>(() => lanes.Step([0], default).Rewards.Length).Message);
        Assert.Equal("There are 2 lanes and 3 seeds.",
            Assert.Throws<ArgumentException>(() => lanes.Reset(new int?[3], new bool[2], default)).Message);
        Assert.Equal("There are 2 lanes and 1 values of the reset mask.",
            Assert.Throws<ArgumentException>(() => lanes.Reset(new int?[2], new bool[1], default)).Message);
        Assert.StartsWith("The reset mask is nowhere true.",
            Assert.Throws<ArgumentException>(() => lanes.Reset(new int?[2], new bool[2], default)).Message,
            StringComparison.Ordinal);
        Assert.Equal("The observations of 2 lanes have 4 bytes; the buffer has 3.",
            Assert.Throws<ArgumentException>(() => lanes.Reset(0, new byte[3])).Message);
        Assert.Equal("No lane can have 'x'; there are step.",
            Assert.Throws<KeyNotFoundException>(() => lanes.Info["x"].Length).Message);
        Assert.Throws<InvalidOperationException>(() => lanes.Step([0, 0], default).Rewards.Length);
    }
}
