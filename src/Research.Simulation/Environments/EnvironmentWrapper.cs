using OpenCvSharp;

namespace Research.Simulation.Environments;

/// <summary>An environment around another one, which it passes everything on to, and disposes.</summary>
/// <param name="inner">The other one.</param>
public abstract class EnvironmentWrapper(IEnvironment inner) : IEnvironment
{
    /// <summary>The environment inside.</summary>
    public IEnvironment Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    /// <summary>The environment inside all wrappers.</summary>
    public IEnvironment Unwrapped => Inner is EnvironmentWrapper wrapper ? wrapper.Unwrapped : Inner;

    /// <inheritdoc/>
    public virtual BoxSpace ObservationSpace => Inner.ObservationSpace;

    /// <inheritdoc/>
    public virtual ActionSpace ActionSpace => Inner.ActionSpace;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> InfoKeys => Inner.InfoKeys;

    /// <inheritdoc/>
    public virtual Size RenderSize => Inner.RenderSize;

    /// <inheritdoc/>
    public virtual double RenderFps => Inner.RenderFps;

    /// <inheritdoc/>
    public virtual StepInfo Reset(int? seed, Span<byte> observation) => Inner.Reset(seed, observation);

    /// <inheritdoc/>
    public virtual StepResult Step(uint action, Span<byte> observation) => Inner.Step(action, observation);

    /// <inheritdoc/>
    public virtual void Render(Mat frame) => Inner.Render(frame);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Disposes the environment inside.</summary>
    /// <param name="disposing">Always true.</param>
    protected virtual void Dispose(bool disposing) => Inner.Dispose();
}
