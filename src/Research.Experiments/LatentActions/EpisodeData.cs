using Research.Sessions;
using Research.Simulation.Maze;
using Research.Training;

namespace Research.Experiments.LatentActions;

/// <summary>Episodes of pictures, or the maze's.</summary>
/// <param name="Folder">A folder of episodes; empty for the maze.</param>
/// <param name="Episodes">How many of the maze.</param>
/// <param name="Frames">Frames in each of the maze's.</param>
/// <param name="Seed">Seed of the maze.</param>
/// <param name="Reduction">Every square of so many pixels becomes one.</param>
public sealed record EpisodeData(string Folder, int Episodes, int Frames, int Seed, int Reduction)
{
    /// <summary>A folder, or as many episodes of the maze as the profile has.</summary>
    public static EpisodeData OfProfile(string folder) =>
        new(folder, Profile.Pick(smoke: 8, quick: 140, report: 300), Profile.Pick(smoke: 6, quick: 5, report: 1500), Seed: 1,
            Profile.Pick(smoke: 2, quick: 2, report: 1));

    /// <summary>Opens the episodes; the maze's are made on first use and kept in <c>datasets/.cache</c>.</summary>
    /// <param name="context">Its progress counts frames; null: <see cref="RunContext.Default"/>.</param>
    /// <exception cref="InvalidDataException">There is no episode, or one cannot be read.</exception>
    public FramePairs Open(RunContext? context = null) => FramePairs.Open(
        Folder.Length > 0 ? Folder
            : MazeEpisodes.Default(Episodes, Frames, Seed, context?.Progress, context?.Cancellation ?? default), Reduction);
}
