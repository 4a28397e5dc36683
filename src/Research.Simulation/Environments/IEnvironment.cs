using OpenCvSharp;

namespace Research.Simulation.Environments;

/// <summary>A game to act in, with the words and rules of Gymnasium's <c>Env</c>. One thread at a time may use it.</summary>
public interface IEnvironment : IDisposable
{
    /// <summary>What is observed.</summary>
    BoxSpace ObservationSpace { get; }

    /// <summary>What can be done.</summary>
    ActionSpace ActionSpace { get; }

    /// <summary>Keys that <see cref="StepResult.Info"/> can have.</summary>
    IReadOnlyList<string> InfoKeys { get; }

    /// <summary>Size of the pictures that <see cref="Render"/> paints.</summary>
    Size RenderSize { get; }

    /// <summary>Steps, and so pictures, a second of the game.</summary>
    double RenderFps { get; }

    /// <summary>Begins an episode.</summary>
    /// <param name="seed">Settles the episode and all that follow until the next seed. Null goes on with the chance that the
    /// last seed began: seed once, then not again, as with Gymnasium. Without any seed so far, 0.
    /// </param>
    /// <param name="observation">Takes the first observation; empty where none is wanted, which is faster.</param>
    /// <returns>The info; overwritten by the next step.</returns>
    /// <exception cref="ArgumentException">The buffer is neither empty nor long enough.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative.</exception>
    StepInfo Reset(int? seed, Span<byte> observation);

    /// <summary>Acts for one step.</summary>
    /// <param name="action">One of <see cref="ActionSpace"/>.</param>
    /// <param name="observation">Takes the observation after the step; empty where none is wanted, which is faster.</param>
    /// <exception cref="ArgumentException">The buffer is neither empty nor long enough.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    /// <exception cref="InvalidOperationException">No episode is under way: it has ended, or none was begun.</exception>
    StepResult Step(uint action, Span<byte> observation);

    /// <summary>Paints what is to be seen now, in colour.</summary>
    /// <param name="frame">Becomes 8-bit BGR [H, W, 3] of <see cref="RenderSize"/>.</param>
    /// <exception cref="InvalidOperationException">No episode was begun.</exception>
    void Render(Mat frame);
}
