namespace Research.Experiments.ClosedLoop;

/// <summary>Generalized advantage estimation (Schulman et al. 2016).</summary>
public static class AdvantageEstimation
{
    /// <summary>Advantages and returns of every step.</summary>
    /// <param name="trajectories">Rewards, values and ends of [T, N] steps.</param>
    /// <param name="gamma">Discount γ, from 0 to 1.</param>
    /// <param name="lambda">λ, from 0 to 1.</param>
    /// <returns>Advantages [T, N], and returns [T, N], which are advantage + value: the critic's targets.</returns>
    /// <remarks>
    /// δ = r + γ · V(next) − V, and A = δ + γ λ · A(next). After a termination V(next) is 0. After a truncation it is the value
    /// of the episode's final observation, since the game would have gone on. A(next) is 0 after either, because the next step
    /// belongs to another episode. Rollouts of <see cref="Simulation.Environments.AutoresetMode.SameStep"/> have no dummy
    /// transitions, so none has to be masked here.
    /// </remarks>
    public static (float[] Advantages, float[] Returns) Estimate(Trajectories trajectories, double gamma, double lambda)
    {
        ArgumentNullException.ThrowIfNull(trajectories);
        var (steps, lanes) = (trajectories.Steps, trajectories.Lanes);
        float[] advantages = new float[steps * lanes], returns = new float[steps * lanes];
        for (int lane = 0; lane < lanes; lane++)
        {
            double nextValue = trajectories.LastValues[lane], nextAdvantage = 0;
            for (int i = (steps - 1) * lanes + lane; i >= 0; i -= lanes)
            {
                if (trajectories.Terminations[i])
                {
                    (nextValue, nextAdvantage) = (0, 0);
                }
                else if (trajectories.Truncations[i])
                {
                    (nextValue, nextAdvantage) = (trajectories.FinalValues[i], 0);
                }

                double value = trajectories.Values[i], delta = trajectories.Rewards[i] + gamma * nextValue - value;
                double advantage = delta + gamma * lambda * nextAdvantage;
                (advantages[i], returns[i]) = ((float)advantage, (float)(advantage + value));
                (nextValue, nextAdvantage) = (value, advantage);
            }
        }

        return (advantages, returns);
    }
}
