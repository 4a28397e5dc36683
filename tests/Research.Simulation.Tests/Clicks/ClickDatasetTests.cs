using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;
using Research.Simulation.Clicks;

namespace Research.Simulation.Tests.Clicks;

public sealed class ClickDatasetTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("clicks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Place(string name) => Path.Combine(_folder, name);

    private static string[] Prints(string folder) =>
        [.. InputSession.ReadAll(folder).Select(s => new InputWindows([s]).Fingerprint)];

    [Fact]
    public void Sessions_are_what_was_played_however_often_it_was_stopped()
    {
        ClickDataset.Write(Place("whole"), 12, seed: 4, ticks: 30);
        Assert.Equal(Enumerable.Range(0, 12).Select(n => new InputWindows([ClickSession.Play(4, n, 30)]).Fingerprint),
            Prints(Place("whole")));
        for (int stop = 1; stop < 4; stop++)
        {
            using var stopped = new CancellationTokenSource();
            int at = 3 * stop;
            Assert.ThrowsAny<OperationCanceledException>(() =>
                ClickDataset.Write(Place("stopped"), 12, seed: 4, ticks: 30, new Heard(p =>
            {
                if (p.Done >= at)
                {
                    stopped.Cancel();
                }
            }), stopped.Token));
            string[] there = [.. Directory.EnumerateFiles(Place("stopped"), "*.npz")];
            Assert.All(there, file => Assert.Equal(File.ReadAllBytes(Path.Combine(Place("whole"), Path.GetFileName(file))).Length,
                File.ReadAllBytes(file).Length));
            Assert.All(there, file => Assert.Equal(30, InputSession.Read(file).Ticks));
        }

        ClickDataset.Write(Place("stopped"), 12, seed: 4, ticks: 30);
        Assert.Equal(Prints(Place("whole")), Prints(Place("stopped")));
    }

    [Fact]
    public void More_sessions_keep_those_that_are_there()
    {
        ClickDataset.Write(Place("a"), 2, seed: 4, ticks: 20);
        var written = File.GetLastWriteTimeUtc(Path.Combine(Place("a"), "session_0.npz"));
        ClickDataset.Write(Place("a"), 3, seed: 4, ticks: 20);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Place("a"), "session_0.npz")));
        Assert.Equal(3, InputSession.ReadAll(Place("a")).Count);
        Assert.Equal(2, DefaultClicks.Open(Place("a"), sessions: 99)
            .Count(s => s.Name.EndsWith("_0.npz", StringComparison.Ordinal)
            || s.Name.EndsWith("_2.npz", StringComparison.Ordinal)));
    }

    [Fact]
    public void Sessions_of_two_kinds_do_not_go_into_one_folder()
    {
        ClickDataset.Write(Place("a"), 1, seed: 4, ticks: 20);
        string file = Path.Combine(Place("a"), "clicks.json");
        Assert.Equal($"{file}: found seed 4; expected 5, or another folder. Data of two kinds do not go into one folder.",
            Assert.Throws<InvalidDataException>(() => ClickDataset.Write(Place("a"), 1, seed: 5, ticks: 20)).Message);
        Assert.Equal($"{file}: found ticks 20; expected 30, or another folder. Data of two kinds do not go into one folder.",
            Assert.Throws<InvalidDataException>(() => ClickDataset.Write(Place("a"), 1, seed: 4, ticks: 30)).Message);
        File.WriteAllText(file, "{");
        Assert.StartsWith($"{file}: found no JSON",
            Assert.Throws<InvalidDataException>(() => ClickDataset.Write(Place("a"), 1, seed: 4, ticks: 20)).Message);
        File.Delete(file);
        Assert.Equal(
            $"{Place("a")}: found session_0.npz and no clicks.json; expected a folder that this command filled, or none.",
            Assert.Throws<InvalidDataException>(() => ClickDataset.Write(Place("a"), 1, seed: 4, ticks: 20)).Message);
    }
}
