using Research.Sessions;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// A policy in closed loop: it gets one frame after another and says how likely each key is to be held next. Several fights run
/// side by side, each in a lane with a memory of its own. The policy itself stays the caller's.
/// </summary>
public abstract class LivePolicy : IDisposable
{
    private protected LivePolicy(int lanes, int actions, FrameShape frames)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        (Lanes, Actions, FrameShape) = (lanes, actions, frames);
        IsFresh = [.. Enumerable.Repeat(true, lanes)];
    }

    /// <summary>Fights side by side, N.</summary>
    public int Lanes { get; }

    /// <summary>Number of actions, A.</summary>
    public int Actions { get; }

    /// <summary>Shape of the frames.</summary>
    public FrameShape FrameShape { get; }

    /// <summary>Bytes of a frame.</summary>
    private protected int FrameBytes => FrameShape.Length;

    /// <summary>Whether a lane's next frame is the first of a fight: [N].</summary>
    private protected bool[] IsFresh { get; }

    /// <summary>Forgets what a lane has seen: its next frame is the first of a fight.</summary>
    /// <param name="lane">The lane, from 0.</param>
    public virtual void Reset(int lane) => IsFresh[lane] = true;

    /// <summary>Sees the next frame of every lane.</summary>
    /// <param name="frames">[N, H, W], or [N, H, W, 3] of a policy on colour.</param>
    /// <param name="probabilities">Takes [N, A]: how likely each key is to be held during the step that follows.</param>
    /// <exception cref="ArgumentException">A span is of another length.</exception>
    public void Predict(ReadOnlySpan<byte> frames, Span<float> probabilities)
    {
        Require(frames.Length, Lanes * FrameBytes, $"frames of {Lanes} lanes, {FrameShape} pixels,");
        Require(probabilities.Length, Lanes * Actions, $"probabilities of {Actions} actions in {Lanes} lanes");
        See(frames, probabilities);

        static void Require(int found, int expected, string what)
        {
            if (found != expected)
            {
                throw new ArgumentException($"The {what} are {expected} values; found {found}.");
            }
        }
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Sees the next frames; their lengths are right.</summary>
    private protected abstract void See(ReadOnlySpan<byte> frames, Span<float> probabilities);
}
