using System.Security.Cryptography;
using OpenCvSharp;
using Research.Sessions;

namespace Research.Simulation.Cuphead;

/// <summary>
/// The sessions that stand in where a researcher has none of her own, or no videos of them: kept in <c>datasets/.cache</c>,
/// made on first use, complete or not at all.
/// </summary>
public static class DefaultSessions
{
    /// <summary>Changes with the rules of the simulation, so that an old cache is not taken for a new one.</summary>
    private const int Version = 3;

    /// <summary>Fights in the scripted <c>Train</c> of the profile in force: the report's 15, or fewer.</summary>
    public static int Fights => Profile.Pick(smoke: 2, quick: 4, report: 15);

    /// <summary>
    /// Of frames that are only ever seen through <see cref="FrameTransform.Report"/>, 128×72: rendered in a quarter of the time.
    /// </summary>
    public static Size TrainingSize { get; } = new(640, 360);

    /// <summary>The folder of the logs of <c>Train</c> and <c>Test</c>, without videos: made in an instant.</summary>
    /// <param name="fights">Fights in <c>Train</c>; the report's has 15.</param>
    /// <param name="seed">Seed of fights and player.</param>
    public static string Folder(int fights = 15, int seed = 1) =>
        GeneratedFolder.Filled(
            GeneratedFolder.InCache($"cuphead-logs-v{Version}-{fights}-fights-seed-{seed}"), folder =>
        {
            foreach (var (name, count, own) in Both(fights, seed))
            {
                ScriptedSession.Write(folder, name, count, own);
            }
        }, CancellationToken.None);

    /// <summary>The folder of <c>Train</c> and <c>Test</c> with videos.</summary>
    /// <param name="size">Of the frames.</param>
    /// <param name="fights">Fights in <c>Train</c>; the report's has 15.</param>
    /// <param name="seed">Seed of fights and player.</param>
    /// <param name="progress">Reports the frames of each session while the cache is filled.</param>
    /// <param name="cancellation">Stops the fill; nothing of it is kept.</param>
    public static string WithVideo(
        Size size, int fights = 15, int seed = 1, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default) =>
        GeneratedFolder.Filled(
            GeneratedFolder.InCache($"cuphead-v{Version}-{fights}-fights-seed-{seed}-{size.Width}x{size.Height}"), folder =>
        {
            foreach (var (name, count, own) in Both(fights, seed))
            {
                PlayedSession.Write(folder, name, count, own, size, progress, cancellation);
            }
        }, cancellation);

    /// <summary>
    /// The folder of recorded sessions whose videos are not to be had: their logs, and the videos that were staged from them.
    /// An <c>actions.json</c> beside the logs goes with them.
    /// </summary>
    /// <param name="logs">The folder of the logs, of Cuphead.</param>
    /// <param name="names">The sessions, such as <c>Train</c> and <c>Test</c>.</param>
    /// <param name="size">Of the frames.</param>
    /// <param name="seed">Seed of all that the logs leave open.</param>
    /// <param name="progress">Reports the frames of each session while the cache is filled.</param>
    /// <param name="cancellation">Stops the fill; nothing of it is kept.</param>
    /// <exception cref="Alignment.LogFormatException">A log is absent, empty or malformed.</exception>
    public static string StagedFrom(
        string logs, IReadOnlyList<string> names, Size size, int seed = 1,
        IProgress<WorkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(logs);
        ArgumentNullException.ThrowIfNull(names);
        string[] files = [.. names.SelectMany(name => (string[])[name + "_events.jsonl", name + "_frames.jsonl"]),
            GameDefinition.FileName];
        using var content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in files.Where(f => File.Exists(Path.Combine(logs, f))))
        {
            content.AppendData(System.Text.Encoding.UTF8.GetBytes(file));
            content.AppendData(File.ReadAllBytes(Path.Combine(logs, file)));
        }

        string key = Convert.ToHexStringLower(content.GetHashAndReset())[..16];
        return GeneratedFolder.Filled(
            GeneratedFolder.InCache($"cuphead-staged-v{Version}-{key}-seed-{seed}-{size.Width}x{size.Height}"), folder =>
        {
            foreach (string name in names)
            {
                SessionStage.Write(
                    Path.Combine(logs, name + "_events.jsonl"), Path.Combine(logs, name + "_frames.jsonl"),
                        Path.Combine(folder, name + ".mp4"), size, seed,
                    progress, cancellation);
            }

            foreach (string file in files.Where(f => File.Exists(Path.Combine(logs, f))))
            {
                File.Copy(Path.Combine(logs, file), Path.Combine(folder, file));
            }
        }, cancellation);
    }

    /// <summary>A session with a video: one's own; else staged from one's logs of Cuphead; else the scripted player's.</summary>
    /// <param name="data">A folder of recorded sessions; empty for the scripted player's.</param>
    /// <param name="name">The session.</param>
    /// <param name="size">Of the frames that are rendered where there is no video.</param>
    /// <param name="fights">Fights in the scripted <c>Train</c>.</param>
    /// <param name="seed">Seed of fights and player, or of all that logs leave open.</param>
    /// <param name="progress">Reports the frames of each session while the cache is filled.</param>
    /// <param name="cancellation">Stops the fill; nothing of it is kept.</param>
    /// <exception cref="Alignment.LogFormatException">A log is absent, empty or malformed.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no session of that name in it.</exception>
    /// <exception cref="FileNotFoundException">A session of another game has no video.</exception>
    /// <exception cref="InvalidDataException">No frame of a session without a video is in a fight.</exception>
    /// <exception cref="VideoException">The video does not fit its log.</exception>
    public static Session Open(
        string data, string name, Size size, int fights = 15, int seed = 1, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        if (string.IsNullOrEmpty(data))
        {
            return Session.Open(WithVideo(size, fights, seed, progress, cancellation), name);
        }

        if (!IsStaged(data, name))
        {
            return Session.Open(data, name);
        }

        SessionLogs.Open(data, name).RequireFights(); // before minutes of rendering
        return Session.Open(StagedFrom(data, [name], size, seed, progress, cancellation), name);
    }

    /// <summary>What is on stage in a session that <see cref="Open"/> renders; null where it takes a recorded video.</summary>
    /// <param name="data">A folder of recorded sessions; empty for the scripted player's.</param>
    /// <param name="name">The session.</param>
    /// <param name="fights">Fights in the scripted <c>Train</c>.</param>
    /// <param name="seed">Seed of fights and player, or of all that logs leave open.</param>
    public static Scene? SceneOf(string data, string name, int fights = 15, int seed = 1)
    {
        if (string.IsNullOrEmpty(data))
        {
            var (_, count, own) = Both(fights, seed).Single(session => session.Name == name);
            return Scene.Of(ScriptedSession.Play(count, own));
        }

        return IsStaged(data, name)
            ? Scene.Stage(
                Alignment.EventLog.Read(Path.Combine(data, name + "_events.jsonl")),
                    Alignment.FrameClock.Read(Path.Combine(data, name + "_frames.jsonl")), seed)
            : null;
    }

    /// <summary>
    /// Whether a session has no video and can be staged: its keys are Cuphead's, and its segments are fights. A picture of
    /// another game, or of what a mouse moves, cannot be rendered.
    /// </summary>
    private static bool IsStaged(string data, string name) => !Session.HasVideo(data, name)
        && GameDefinition.Of(data) is { Segment: SegmentKind.Marked, UsesMotion: false } game
        && game.Actions.IsSame(Alignment.ActionSet.Cuphead);

    private static (string Name, int Fights, int Seed)[] Both(int fights, int seed) =>
        [("Train", fights, 2 * seed), ("Test", 1, 2 * seed + 1)];
}
