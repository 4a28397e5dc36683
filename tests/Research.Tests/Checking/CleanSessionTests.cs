using OpenCvSharp;
using Research.Checking;
using Research.Simulation.Cuphead;
using Research.Simulation.Environments;

namespace Research.Tests.Checking;

/// <summary>Sessions without a fault: no check finds one.</summary>
public sealed class CleanSessionTests : IDisposable
{
    private const int Seeds = 20, Videos = 5;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_fault_is_found_in_logs_of_the_scripted_player()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            ScriptedSession.Write(_folder.Path, $"S{seed}", fights: 3, seed);
        }

        AssertClean(FolderCheck.Run(_folder.Path), Seeds);
    }

    [Fact]
    public void No_fault_is_found_in_staged_sessions_of_the_scripted_player()
    {
        for (int seed = 21; seed <= 22; seed++)
        {
            PlayedSession.Write(_folder.Path, $"S{seed}", fights: 1, seed, new Size(128, 72));
        }

        AssertClean(FolderCheck.Run(_folder.Path), 2);
    }

    [Fact]
    public void No_fault_is_found_in_a_fight_of_the_scripted_expert()
    {
        FightSession.Record(_folder.Path, "F", new FightExpert(), [1]);
        AssertClean(FolderCheck.Run(_folder.Path));
    }

    [Fact]
    public void No_fault_is_found_in_a_game_of_13_actions()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            if (seed <= Videos)
            {
                MadeUpGame.Play(_folder, $"G{seed}", frames: 510, seed);
            }
            else
            {
                MadeUpGame.PlayLogs(_folder, $"G{seed}", frames: 510, seed);
            }
        }

        AssertClean(FolderCheck.Run(_folder.Path), Seeds);
    }

    [SkippableFact]
    public void No_fault_is_found_in_the_logs_of_the_report()
    {
        string folder = Path.Combine(Repository.Root, "..", "shared", "data", "cuphead");
        Skip.IfNot(Directory.Exists(folder), $"The report's recorded logs are not here ({folder}).");
        var report = FolderCheck.Run(folder);
        AssertClean(report, 2);
        Assert.Contains(report.Findings, finding => finding is { Code: "action-never-pressed", Session: "Test" }
            && finding.Found == "no press of DOWN (Key.down)");
    }

    internal static void AssertClean(CheckReport report, int sessions = 1)
    {
        Assert.Equal(sessions, report.Sessions.Count);
        var faults = report.Findings.Where(finding => finding.Severity > Severity.Note).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
