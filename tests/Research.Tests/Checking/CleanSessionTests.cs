using Research.Checking;
using Research.Simulation.Cuphead;

namespace Research.Tests.Checking;

public sealed class CleanSessionTests : IDisposable
{
    private const int Seeds = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_fault_is_found_in_logs_of_the_scripted_player()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            ScriptedSession.Write(_folder.Path, $"S{seed}", fights: 3, seed);
        }

        AssertClean(FolderCheck.Run(_folder.Path));
    }

    internal static void AssertClean(CheckReport report)
    {
        var faults = report.Findings.Where(finding => finding.Severity > Severity.Note).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }
}
