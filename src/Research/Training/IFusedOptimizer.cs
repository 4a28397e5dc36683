namespace Research.Training;

/// <summary>An optimizer that clips gradients in the pass in which it updates the parameters.</summary>
public interface IFusedOptimizer
{
    /// <summary>
    /// Gradients are scaled so that the norm of all of them together is at most this; null, the default: they are not scaled.
    /// </summary>
    /// <remarks>The same as <c>clip_grad_norm_</c> before the step, but that the gradients themselves stay as they are.</remarks>
    double? MaxGradNorm { get; set; }
}
