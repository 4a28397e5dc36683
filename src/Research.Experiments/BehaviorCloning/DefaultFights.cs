using Research.Sessions;
using Research.Simulation.Cuphead;
using Research.Training;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The fights of one's own sessions, or of the scripted player's.</summary>
public static class DefaultFights
{
    /// <summary>Opens a session, renders it where it is of Cuphead and has no video, and loads its fights.</summary>
    /// <param name="data">A folder of recorded sessions; empty for the scripted player's.</param>
    /// <param name="name">The session, such as <c>Train</c>.</param>
    /// <param name="fights">Fights in the scripted <c>Train</c>.</param>
    /// <param name="seed">Seed of fights and player; for logs without a video, of the rendered fights.</param>
    /// <param name="context">Reports the frames, and stops; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="Alignment.LogFormatException">A log is absent, empty or malformed.</exception>
    /// <exception cref="FileNotFoundException">A session of another game has no video.</exception>
    /// <exception cref="InvalidDataException">No frame of the session is in a fight.</exception>
    /// <exception cref="VideoException">The video does not fit its log, or cannot be decoded.</exception>
    public static FightDataset Load(string data, string name, int fights, int seed, RunContext? context = null)
    {
        context ??= RunContext.Default;
        var session = Open(data, name, fights, seed, context);
        return FightDataset.Load(session, progress: context.Progress, cancellation: context.Cancellation);
    }

    /// <summary>Opens a session, and renders it where it is of Cuphead and has no video.</summary>
    /// <param name="data">A folder of recorded sessions; empty for the scripted player's.</param>
    /// <param name="name">The session, such as <c>Train</c>.</param>
    /// <param name="fights">Fights in the scripted <c>Train</c>.</param>
    /// <param name="seed">Seed of fights and player; for logs without a video, of the rendered fights.</param>
    /// <param name="context">Reports the frames, and stops; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="Alignment.LogFormatException">A log is absent, empty or malformed.</exception>
    /// <exception cref="FileNotFoundException">A session of another game has no video.</exception>
    /// <exception cref="VideoException">The video does not fit its log.</exception>
    public static Session Open(string data, string name, int fights, int seed, RunContext? context = null)
    {
        context ??= RunContext.Default;
        return DefaultSessions.Open(
            data, name, DefaultSessions.TrainingSize, fights, seed, context.Progress, context.Cancellation);
    }
}
