using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Research.Alignment;
using Research.Metrics;
using Research.Sessions;

namespace Research.Experiments.BehaviorCloning;

/// <summary>The fights of a session: their frames, the actions held at each, and their first and last frames.</summary>
/// <param name="Name">Name of the session, or of a part of it.</param>
/// <param name="Frames">The frames in the fights, with labels.</param>
/// <param name="Fights">Where they are in the session.</param>
public sealed record FightDataset(string Name, FrameDataset Frames, FightIntervals Fights) : IDisposable
{
    /// <summary>The default of <see cref="HoldOut"/>: every fifth fight.</summary>
    public const int HeldOutFight = 5;

    /// <summary>The game: which actions are scored, and which are rare.</summary>
    public GameDefinition Game { get; init; } = GameDefinition.Of(Frames.Actions);

    /// <summary>
    /// The mouse's motion at every frame of the session; null where the game's definition does not ask for it, or without a mouse
    /// log.
    /// </summary>
    public MotionTimeline? Motion { get; init; }

    /// <summary>The usual time from one frame to the next in seconds; null of frames without times.</summary>
    public double? FrameInterval { get; init; }

    /// <summary>What was held at every frame of the session.</summary>
    public ActionTimeline Timeline => Frames.Timeline;

    /// <summary>What was held at the frames in fights: [N, A].</summary>
    public LabelMatrix Labels => Timeline.Labels.Select(Fights.Frames);

    /// <summary>What is in it: frames, labels, and the lengths of the stretches and fights that windows do not leave.</summary>
    internal DatasetFingerprint Fingerprint
    {
        get
        {
            int[] counts = [.. Fights.Unbroken.Select(range => range.Count), -1, .. Fights.Ranges.Select(range => range.Count)];
            return Frames.Fingerprint with
            {
                Stretches = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<int>(counts)))[..16],
            };
        }
    }

    /// <summary>Loads a session's fights, decoding its video on first use.</summary>
    /// <param name="session">The session.</param>
    /// <param name="transform">Size and colour of the frames; by default the report's 128×72 in grey.</param>
    /// <param name="progress">Reports the decoded frames.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="InvalidDataException">No frame of the session is in a fight.</exception>
    /// <exception cref="VideoException">The video cannot be decoded.</exception>
    public static FightDataset Load(
        Session session, FrameTransform? transform = null, IProgress<WorkProgress>? progress = null,
            CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        session.Logs.RequireFights();
        return new FightDataset(session.Name, session.LoadFights(transform, progress: progress, cancellation: cancellation),
            session.Logs.Fights)
        {
            Game = session.Logs.Game,
            Motion = session.Logs.Motion,
            FrameInterval = session.Logs.Frames.Interval,
        };
    }

    /// <summary>
    /// Holds out complete fights: every n-th fight is for validation, the others for training. No window has a neighbour in
    /// the other part. Of a session that is one segment, the last n-th of its frames is held out.
    /// </summary>
    /// <param name="every">One of so many fights is held out; at least 2.</param>
    /// <returns>Both parts. They share this dataset's frames and must not outlive it.</returns>
    /// <exception cref="InvalidOperationException">There are fewer fights than <paramref name="every"/>.</exception>
    public (FightDataset Train, FightDataset Validation) HoldOut(int every = HeldOutFight)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 2);
        if (Game.Segment == SegmentKind.Session && Fights.Ranges is [var all] && all.Count >= every)
        {
            int learnt = all.Count - all.Count / every;
            return (Part("train", Fights.Within(new FrameRange(all.First, learnt))),
                Part("validation", Fights.Within(new FrameRange(all.First + learnt, all.Count - learnt))));
        }

        if (Fights.Ranges.Count < every)
        {
            throw new InvalidOperationException(
                $"{Name} has {Fights.Ranges.Count} fights; to hold out every {every}th takes at least {every}. "
                + (Game.Segment == SegmentKind.Session ? "Record longer." : "Record more fights."));
        }

        return (Part("train", Fights.Where(fight => fight % every != every - 1)),
            Part("validation", Fights.Where(fight => fight % every == every - 1)));
    }

    /// <summary>As <see cref="HoldOut"/>, and of fewer fights than <paramref name="every"/> the last.</summary>
    /// <param name="every">One of so many fights is held out, or one of all if there are fewer.</param>
    /// <returns>Both parts. They share this dataset's frames and must not outlive it.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than two fights.</exception>
    public (FightDataset Train, FightDataset Validation) HoldOutAtMost(int every = HeldOutFight) =>
        HoldOut(Math.Max(2, Game.Segment == SegmentKind.Session ? every : Math.Min(every, Fights.Ranges.Count)));

    /// <summary>
    /// As <see cref="HoldOutAtMost"/>, where policies are chosen by their composite F1 on the held-out fights: each of its
    /// actions must be held there, at a frame that a window leads to.
    /// </summary>
    /// <param name="every">One of so many fights is held out, or one of all if there are fewer.</param>
    /// <param name="windowLength">Frames in a window; the report's is 10.</param>
    /// <returns>Both parts. They share this dataset's frames and must not outlive it.</returns>
    /// <exception cref="InvalidDataException">An action of the composite is not held there; the message names it.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than two fights.</exception>
    public (FightDataset Train, FightDataset Validation) HoldOutToChoose(int every = HeldOutFight, int windowLength = 10)
    {
        var parts = HoldOutAtMost(every);
        int[] held = Timeline.CountHeld(SlidingWindows.Over(parts.Validation.Fights, windowLength).TargetFrames);
        string[] absent = [.. Game.CompositeActions.Where(action => held[Timeline.Actions.IndexOf(action)] == 0)];
        string composite = string.Join(", ", Game.CompositeActions);
        var (segment, remedy) = Game.Segment == SegmentKind.Session ? ("the session", "Record longer")
            : ("a fight", "Record more fights");
        return absent.Length == 0 ? parts : throw new InvalidDataException(
            $"{parts.Validation.Name}: found no frame with {string.Join(" or ", absent)} after the first {windowLength} of "
            + $"{segment}; expected one at least, for policies are chosen by the mean F1 of {composite}. {remedy}, or leave the "
            + $"action out of \"composite\" in {GameDefinition.FileName}.");
    }

    /// <summary>The motion of a session whose motion is learnt or scored.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public MotionTimeline RequireMotion() => Motion ?? throw new InvalidDataException(Game.UsesMotion
        ? $"{Name}: found no mouse log; expected one beside the session (NAME{MouseLog.Ending}), for {GameDefinition.FileName} says "
            + "\"motion\": true."
        : $"{Name}: found no \"motion\": true in {GameDefinition.FileName}; expected it, for the policy predicts the mouse's motion.");

    /// <summary>Closes the frames.</summary>
    public void Dispose() => Frames.Dispose();

    private FightDataset Part(string name, FightIntervals fights) =>
        new($"{Name} ({name})", new FrameDataset(Frames.Store, fights.Frames, Timeline), fights)
        {
            Game = Game,
            Motion = Motion,
            FrameInterval = FrameInterval,
        };
}
