namespace Research.Simulation.Environments;

/// <summary>
/// Gymnasium's wrapper of this name: writes videos of some episodes, each from its first observation to its last, as
/// <c>rl-video-episode-N.mp4</c>. Frames go to the file as they are played, so that memory does not grow.
/// </summary>
public sealed class RecordVideo : EnvironmentWrapper
{
    private readonly string _folder, _namePrefix;
    private readonly Func<int, bool> _episodeTrigger;
    private readonly int _videoLength;
    private EpisodeVideo? _video;
    private int _episode = -1;

    /// <summary>Wraps an environment.</summary>
    /// <param name="inner">The environment.</param>
    /// <param name="folder">Where the videos go; made where it is absent.</param>
    /// <param name="episodeTrigger">Which episodes, numbered from 0, are recorded; by default Gymnasium's cubic schedule: 0, 1,
    /// 8, 27, …, 729, then every thousandth.</param>
    /// <param name="videoLength">Frames at which a video ends; 0 for complete episodes.</param>
    /// <param name="namePrefix">Beginning of the files' names.</param>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public RecordVideo(
        IEnvironment inner, string folder, Func<int, bool>? episodeTrigger = null, int videoLength = 0,
        string namePrefix = "rl-video")
        : base(inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(videoLength);
        OutputFolder.Require(folder);
        (_folder, _episodeTrigger, _videoLength, _namePrefix) =
            (folder, episodeTrigger ?? CappedCubicVideoSchedule, videoLength, namePrefix);
    }

    /// <summary>Gymnasium's default: 0, 1, 8, 27, … below 1,000, then every thousandth episode.</summary>
    /// <param name="episode">Number of the episode, from 0.</param>
    public static bool CappedCubicVideoSchedule(int episode) =>
        episode < 1000 ? Math.Pow(Math.Round(Math.Cbrt(episode)), 3) == episode : episode % 1000 == 0;

    /// <inheritdoc/>
    public override StepInfo Reset(int? seed, Span<byte> observation)
    {
        Close();
        var info = base.Reset(seed, observation);
        _episode++;
        if (_episodeTrigger(_episode))
        {
            _video = new EpisodeVideo(Path.Combine(_folder, $"{_namePrefix}-episode-{_episode}.mp4"), RenderSize, RenderFps);
            Capture();
        }

        return info;
    }

    /// <inheritdoc/>
    public override StepResult Step(uint action, Span<byte> observation)
    {
        var step = base.Step(action, observation);
        Capture();
        if (step.IsDone)
        {
            Close();
        }

        return step;
    }

    /// <summary>Closes the video, if one is being recorded, and disposes the environment.</summary>
    /// <param name="disposing">Always true.</param>
    protected override void Dispose(bool disposing)
    {
        try
        {
            Close();
        }
        finally
        {
            base.Dispose(disposing);
        }
    }

    private void Capture()
    {
        _video?.Add(Inner.Render);
        if (_videoLength > 0 && _video?.Count >= _videoLength)
        {
            Close();
        }
    }

    private void Close()
    {
        if (_video is { } video)
        {
            _video = null;
            using (video)
            {
                video.Close();
            }
        }
    }
}
