using OpenCvSharp;

namespace Research.Simulation.Cuphead;

/// <summary>A session of the scripted player with all three files that a recorder writes.</summary>
public static class PlayedSession
{
    /// <summary>
    /// Plays, and writes <c>name.mp4</c>, <c>name_events.jsonl</c> and <c>name_frames.jsonl</c>; the logs come last.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="name">Name of the session.</param>
    /// <param name="fights">Number of fights, at least 1.</param>
    /// <param name="seed">Seed of fights and player.</param>
    /// <param name="size">Of the frames; see <see cref="ScenePainter"/>.</param>
    /// <param name="progress">Reports every frame.</param>
    /// <param name="cancellation">Stops between two frames.</param>
    /// <returns>What the video shows.</returns>
    public static Scene Write(
        string folder, string name, int fights, int seed, Size size, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var session = ScriptedSession.Play(fights, seed);
        var scene = Scene.Of(session);
        SessionStage.Write(scene, Path.Combine(folder, name + ".mp4"), size, progress, cancellation);
        session.WriteLogs(folder, name);
        return scene;
    }
}
