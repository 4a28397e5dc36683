using Research.Experiments.ControlTransformer;
using Research.Simulation.Control;

namespace Research.Simulation.Tests.Control;

public sealed class ControlFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("controls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_that_was_stopped_is_filled_to_the_same_bytes()
    {
        string whole = Path.Combine(_folder, "whole"), stopped = Path.Combine(_folder, "stopped");
        ControlFolder.Write(whole, 3, seed: 5);
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            ControlFolder.Write(stopped, 3, 5, new Heard(_ => cancellation.Cancel()), cancellation.Token));
        Assert.Single(ControlDataset.Open(stopped).Recordings);
        File.WriteAllText(Path.Combine(stopped, ".unfinished-left-by-a-kill.npz"), "half");
        Assert.Single(ControlDataset.Open(stopped).Recordings);
        ControlFolder.Write(stopped, 3, seed: 5);
        Assert.All(Enumerable.Range(0, 3).Select(i => $"recording_{i:0000}.npz"),
            name => Assert.Equal(File.ReadAllBytes(Path.Combine(whole, name)), File.ReadAllBytes(Path.Combine(stopped, name))));
        Assert.Equal(ControlDataset.Open(whole).Fingerprint, ControlDataset.Open(stopped).Fingerprint);
    }

    [Fact]
    public void Recordings_of_two_kinds_do_not_go_into_one_folder()
    {
        ControlFolder.Write(_folder, 1, seed: 5);
        Assert.Equal(
            $"{_folder}/recordings.json: found seed 5; expected 6, or another folder. Data of two kinds do not go into one "
            + "folder.",
            Assert.Throws<InvalidDataException>(() => ControlFolder.Write(_folder, 1, seed: 6)).Message);
        File.Delete(Path.Combine(_folder, "recordings.json"));
        Assert.Equal(
            $"{_folder}: found recording_0000.npz and no recordings.json; expected a folder that this command filled, "
            + "or none.",
            Assert.Throws<InvalidDataException>(() => ControlFolder.Write(_folder, 1, seed: 5)).Message);
    }
}
