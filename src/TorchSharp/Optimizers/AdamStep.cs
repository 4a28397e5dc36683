using System.Runtime.InteropServices;
using TorchSharp.Modules;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>The numbers of one step of Adam or AdamW, and the two ways to make it.</summary>
internal readonly struct AdamStep
{
    private readonly double sign, shrink, penalty, beta1, beta2, rate, correction, eps;

    /// <summary>The numbers of a parameter's <paramref name="count"/>-th step, counted from 1.</summary>
    internal AdamStep(AdaptiveMoments.Options options, long count, bool decaysWeightsDirectly)
    {
        var decay = options.weight_decay!.Value;
        var lr = options.LearningRate!.Value;
        sign = options.maximize!.Value ? -1 : 1;
        shrink = decaysWeightsDirectly ? 1 - lr * decay : 1;
        penalty = decaysWeightsDirectly ? 0 : decay;
        beta1 = options.beta1!.Value;
        beta2 = options.beta2!.Value;
        rate = lr / (1 - Math.Pow(beta1, count));
        correction = Math.Sqrt(1 - Math.Pow(beta2, count));
        eps = options.eps!.Value;
    }

    /// <summary>One pass over memory (src/native/torch_adam.cpp).</summary>
    /// <returns>False, with nothing done, unless all tensors are contiguous float32 on the CPU.</returns>
    internal unsafe bool TryFused(Parameter parameter, Tensor gradient, AdaptiveMoments.State state)
    {
        var numbers = new NativeAdamStep
        {
            Sign = (float)sign,
            Shrink = (float)shrink,
            Penalty = (float)penalty,
            Beta1 = (float)beta1,
            OneMinusBeta1 = (float)(1 - beta1),
            Beta2 = (float)beta2,
            OneMinusBeta2 = (float)(1 - beta2),
            Rate = (float)rate,
            Correction = (float)correction,
            Eps = (float)eps,
        };
        Tensor[] tensors = state.max_exp_avg_sq is { } largest
            ? [parameter, gradient, state.exp_avg, state.exp_avg_sq, largest]
            : [parameter, gradient, state.exp_avg, state.exp_avg_sq];
        using var leased = new LeasedTensors(tensors);
        fixed (nint* handles = leased.Handles)
            return NativeMethods.ts_adam_step(handles, tensors.Length, &numbers) != 0;
    }

    /// <summary>Operator by operator, as PyTorch does; for all dtypes and devices.</summary>
    internal void ByOperators(Parameter parameter, Tensor gradient, AdaptiveMoments.State state)
    {
        if (sign < 0)
            gradient = gradient.neg();
        if (penalty != 0)
            gradient = gradient.add(parameter, alpha: penalty);
        if (shrink != 1)
            parameter.mul_(shrink);
        state.exp_avg.mul_(beta1).add_(gradient, alpha: 1 - beta1);
        state.exp_avg_sq.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
        var square = state.exp_avg_sq;
        if (state.max_exp_avg_sq is { } largest)
            square = largest.copy_(largest.maximum(square));
        var denominator = square.sqrt().div_(correction).add_(eps);
        parameter.addcdiv_(state.exp_avg, denominator, value: -rate);
    }
}

/// <summary>The numbers of a step as they cross the C ABI (<c>ts_adam</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeAdamStep
{
    internal float Sign;
    internal float Shrink;
    internal float Penalty;
    internal float Beta1;
    internal float OneMinusBeta1;
    internal float Beta2;
    internal float OneMinusBeta2;
    internal float Rate;
    internal float Correction;
    internal float Eps;
}
