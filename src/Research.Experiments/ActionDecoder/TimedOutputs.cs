using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>Outputs of an autoregressive decoder for true windows.</summary>
/// <param name="Timing">Numbers of the time distribution at each action, [N, 3] or with two time scales [N, 6].</param>
/// <param name="End">The same after the last action of each window, [M, 3] or [M, 6].</param>
/// <param name="What">What each action is, [N, <see cref="ActionOutputs.Count"/>].</param>
public sealed record TimedOutputs(Tensor Timing, Tensor End, Tensor What);
