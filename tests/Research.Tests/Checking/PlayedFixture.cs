using OpenCvSharp;
using Research.Simulation.Cuphead;

namespace Research.Tests.Checking;

/// <summary>
/// Sessions that tests copy and put faults into, played once: A and B of the made-up game, and T of the scripted player.
/// </summary>
public sealed class PlayedFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PlayedFixture()
    {
        MadeUpGame.Play(_folder, "A", frames: 600, seed: 1);
        MadeUpGame.Play(_folder, "B", frames: 400, seed: 2);
        PlayedSession.Write(_folder.Path, "T", fights: 3, seed: 2, new Size(128, 72));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Copies the files of a session.</summary>
    internal void Copy(TemporaryFolder to, string name, string? newName = null)
    {
        foreach (string file in Directory.EnumerateFiles(_folder.Path, name + "*"))
        {
            File.Copy(file, to.At((newName ?? name) + Path.GetFileName(file)[name.Length..]));
        }

        if (name != "T")
        {
            File.Copy(_folder.At("actions.json"), to.At("actions.json"), overwrite: true);
        }
    }
}
