namespace Research.Training;

/// <summary>What Adam's update multiplies with, at a step of a group of parameters.</summary>
internal sealed record AdamFactors
{
    /// <param name="beta1">Decay of the gradient's running mean, in [0, 1).</param>
    /// <param name="beta2">Decay of its square's running mean, in [0, 1).</param>
    /// <param name="learningRate">At this step.</param>
    /// <param name="epsilon">Added to the square root.</param>
    /// <param name="step">Of the parameter: 1 at its first.</param>
    internal AdamFactors(double beta1, double beta2, double learningRate, double epsilon, long step)
    {
        (Beta1, OneMinusBeta1, Beta2, OneMinusBeta2) = ((float)beta1, (float)(1 - beta1), (float)beta2, (float)(1 - beta2));
        Rate = (float)(learningRate / (1 - Math.Pow(beta1, step)));
        Correction = (float)(1 / Math.Sqrt(1 - Math.Pow(beta2, step)));
        Epsilon = (float)epsilon;
    }

    public float Beta1 { get; }

    public float OneMinusBeta1 { get; }

    public float Beta2 { get; }

    public float OneMinusBeta2 { get; }

    public float Rate { get; }

    public float Correction { get; }

    public float Epsilon { get; }

    /// <summary>Times the parameter, added to its gradient: Adam's weight decay.</summary>
    public float Penalty { get; init; }

    /// <summary>What the parameter is multiplied with: AdamW's weight decay makes it less than 1.</summary>
    public float Shrink { get; init; } = 1;
}
