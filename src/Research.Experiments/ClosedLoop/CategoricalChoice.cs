using Research.Simulation.Environments;
using static TorchSharp.torch;

namespace Research.Experiments.ClosedLoop;

/// <summary>One choice of several, by the softmax of the logits.</summary>
/// <param name="choices">Number of choices, A.</param>
internal sealed class CategoricalChoice(int choices) : ActionDistribution
{
    public override int LogitCount { get; } = choices;

    public override Tensor LogProbability(Tensor logits, Tensor actions) =>
        logits.log_softmax(-1).gather(-1, actions.unsqueeze(-1)).squeeze(-1);

    public override Tensor Entropy(Tensor logits)
    {
        var logs = logits.log_softmax(-1);
        return -(logs.exp() * logs).sum(-1L);
    }

    public override Tensor KlDivergence(Tensor logits, Tensor others)
    {
        var logs = logits.log_softmax(-1);
        return (logs.exp() * (logs - others.log_softmax(-1))).sum(-1L);
    }

    public override uint Mode(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int choice = 1; choice < LogitCount; choice++)
        {
            best = logits[choice] > logits[best] ? choice : best;
        }

        return (uint)best;
    }

    /// <summary>The first choice whose cumulative weight is above a uniform share of the total.</summary>
    internal override uint Sample(ReadOnlySpan<float> logits, ref SeededStream stream)
    {
        float most = logits[(int)Mode(logits)];
        double total = 0;
        foreach (float logit in logits)
        {
            total += Math.Exp(logit - most);
        }

        double left = stream.NextDouble() * total;
        int last = LogitCount - 1;
        for (int choice = 0; choice < last; choice++)
        {
            left -= Math.Exp(logits[choice] - most);
            if (left < 0)
            {
                return (uint)choice;
            }
        }

        return (uint)last;
    }
}
