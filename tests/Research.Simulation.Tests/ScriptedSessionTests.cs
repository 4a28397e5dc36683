using Research.Sessions;
using Research.Simulation.Cuphead;

namespace Research.Simulation.Tests;

public sealed class ScriptedSessionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scripted-session-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_writes_the_same_bytes_and_another_seed_does_not()
    {
        ScriptedSession.Write(_folder, "A", fights: 3, seed: 7);
        ScriptedSession.Write(_folder, "B", fights: 3, seed: 7);
        ScriptedSession.Write(_folder, "C", fights: 3, seed: 8);

        Assert.Equal(Bytes("A_events.jsonl"), Bytes("B_events.jsonl"));
        Assert.Equal(Bytes("A_frames.jsonl"), Bytes("B_frames.jsonl"));
        Assert.NotEqual(Bytes("A_events.jsonl"), Bytes("C_events.jsonl"));

        byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(_folder, name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Logs_align_without_a_warning_and_resemble_the_report_s_balance(int seed)
    {
        ScriptedSession.Write(_folder, "Train", fights: 15, seed);
        var session = SessionLogs.Open(_folder, "Train");
        var balance = session.Balance();
        var percent = balance.Actions.ToDictionary(a => a.Action, a => a.Percent);

        Assert.Empty(session.Warnings);
        Assert.Equal(15, balance.Fights);
        Assert.All(session.Fights.Ranges, fight => Assert.InRange(fight.Count, 450, 900));
        // The report: SHOOT 55.8, UP 26.9, RIGHT 5.9, LEFT 5.9, JUMP 2.9, DASH 0.7, DOWN 0.4.
        Assert.InRange(percent["SHOOT"], 45, 65);
        Assert.InRange(percent["UP"], 20, 35);
        Assert.InRange(percent["RIGHT"], 4, 9);
        Assert.InRange(percent["LEFT"], 4, 9);
        Assert.InRange(percent["JUMP"], 1.5, 4);
        Assert.InRange(percent["DASH"], 0.4, 1.2);
        Assert.InRange(percent["DOWN"], 0.1, 0.8);
    }

    [Fact]
    public void Every_jump_and_dash_answers_a_threat_after_a_reaction_time()
    {
        var random = new Random(5);
        for (int i = 0; i < 20; i++)
        {
            foreach (var press in ScriptedPlayer.Play(BossFight.Draw(random), random).Where(p => p.Action is "JUMP" or "DASH"))
            {
                Assert.Equal(press.Action, press.Answers!.Answer);
                Assert.InRange(press.Down, press.Answers.Appears + 0.15, press.Answers.Arrives - 0.0999);
            }
        }
    }

    [Fact]
    public void The_default_sessions_are_written_once()
    {
        string folder = DefaultSessions.Folder(fights: 2, seed: 99);
        var written = File.GetLastWriteTimeUtc(Path.Combine(folder, "Train_events.jsonl"));

        Assert.Equal(folder, DefaultSessions.Folder(fights: 2, seed: 99));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(folder, "Train_events.jsonl")));
        Assert.Equal(2, SessionLogs.Open(folder, "Train").Fights.Ranges.Count);
        Assert.Single(SessionLogs.Open(folder, "Test").Fights.Ranges);
        Directory.Delete(folder, recursive: true);
    }
}
