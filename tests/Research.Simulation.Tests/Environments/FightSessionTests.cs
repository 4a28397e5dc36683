using Research.Alignment;
using Research.Sessions;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>Fights of a player as sessions.</summary>
public sealed class FightSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fights-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_session_has_the_observations_and_actions_of_its_fights()
    {
        int[] seeds = [10_003, 10_004];
        var results = FightSession.Record(_folder, "Expert", new FightExpert(), seeds);
        var session = Session.Open(_folder, "Expert");
        Assert.Empty(session.Logs.Warnings);
        Assert.Equal(results.Select(r => (int)Math.Round(r.Seconds * 10)), session.Logs.Fights.Ranges.Select(r => r.Count));
        Assert.Equal(session.FrameCount, session.Logs.Fights.FrameCount + 40);

        using var store = session.LoadFrames(FrameTransform.Report, _folder);
        using var environment = new BossFightEnvironment();
        float[] values = new float[BossFightState.Length];
        byte[] frame = new byte[9216];
        var player = new FightExpert();
        double difference = 0;
        int frames = 0;
        for (int fight = 0; fight < seeds.Length; fight++)
        {
            environment.Reset(seeds[fight], frame);
            player.Reset(seeds[fight]);
            foreach (int i in session.Logs.Fights.Ranges[fight].Frames)
            {
                var seen = store[i];
                int sum = 0;
                for (int k = 0; k < frame.Length; k++)
                {
                    sum += Math.Abs(frame[k] - seen[k]);
                }

                difference += (double)sum / frame.Length;
                frames++;
                uint keys = player.Act(environment.WriteState(values));
                Assert.Equal(Enumerable.Range(0, ActionSet.Cuphead.Count).Select(action => (keys >> action & 1) != 0),
                    session.Logs.Timeline.Labels.Row(i).ToArray());
                Assert.Equal(i + 1 == session.Logs.Fights.Ranges[fight].End, environment.Step(keys, frame).IsDone);
            }
        }

        // What H.264 does to the picture, and nothing else.
        Assert.InRange(difference / frames, 0, 3);
    }

    [Fact]
    public void The_same_seeds_write_the_same_logs()
    {
        string[] Logs(string name)
        {
            FightSession.Record(_folder, name, new AlwaysShoot(), [7]);
            return [File.ReadAllText(Path.Combine(_folder, name + "_events.jsonl")),
                File.ReadAllText(Path.Combine(_folder, name + "_frames.jsonl"))];
        }

        Assert.Equal(Logs("a"), Logs("b"));
    }

    [Fact]
    public void A_session_without_a_fight_is_refused()
    {
        Assert.StartsWith("A session has at least one fight.",
            Assert.Throws<ArgumentException>(() => FightSession.Record(_folder, "none", new AlwaysShoot(), [])).Message,
                StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
