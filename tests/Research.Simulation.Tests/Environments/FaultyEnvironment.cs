using OpenCvSharp;
using Research.Simulation.Environments;

namespace Research.Simulation.Tests.Environments;

/// <summary>A grid maze with one fault of this name.</summary>
internal sealed class FaultyEnvironment(string fault) : EnvironmentWrapper(new GridMazeEnvironment())
{
    private static int _made;

    private readonly int _number = Interlocked.Increment(ref _made);
    private bool _hasEpisode;
    private int _episodes, _pictures;
    private StepResult _last;

    public override IReadOnlyList<string> InfoKeys => fault == "keys at reset" ? ["seed"] : base.InfoKeys;

    public override Size RenderSize => fault == "picture size" ? new Size(10, 10) : base.RenderSize;

    public override StepInfo Reset(int? seed, Span<byte> observation)
    {
        if (fault == "negative seed" && seed < 0)
        {
            seed = 0;
        }

        int more = fault == "ignores the seed" && seed >= 0 ? _number : fault == "keeps the last episode" ? _episodes : 0;
        _episodes++;
        _hasEpisode = true;
        _last = default;
        var into = fault == "short buffer at reset" && observation.Length < ObservationSpace.Size ? [] : observation;
        byte before = observation.Length > 7 ? observation[7] : (byte)0;
        var info = base.Reset(seed + more, into);
        if (fault == "byte not written" && observation.Length > 7)
        {
            observation[7] = before;
        }

        return info;
    }

    public override StepResult Step(uint action, Span<byte> observation)
    {
        if (fault == "step before reset" && !_hasEpisode || fault == "step after the end" && _last.IsDone)
        {
            return _last;
        }

        action = fault == "any action" ? action % 4 : action;
        action = fault == "picture moves the player" && action < 4 ? (action + (uint)_pictures) % 4 : action;
        action = fault == "other moves without a buffer" && observation.IsEmpty ? 0 : action;
        var into = fault == "short buffer at step" && observation.Length < ObservationSpace.Size ? [] : observation;
        var step = base.Step(action, into);
        if (fault == "writes too far" && observation.Length > 25)
        {
            observation[25] = 1;
        }

        if (fault == "both ends")
        {
            step = step with { Truncated = step.Terminated || step.Truncated };
        }

        if (fault == "no reward")
        {
            step = step with { Reward = float.NaN };
        }

        return _last = fault == "keys at step" ? step with { Info = new StepInfo(["other"]) } : step;
    }

    public override void Render(Mat frame)
    {
        if (fault == "render before reset" && !_hasEpisode)
        {
            return;
        }

        _pictures++;
        base.Render(frame);
        if (fault == "grey picture")
        {
            Cv2.CvtColor(frame, frame, ColorConversionCodes.BGR2GRAY);
        }
    }
}
