namespace Research.Simulation.Environments;

/// <summary>What an agent can do in a step. An action is one number, so that it needs no memory.</summary>
public abstract record ActionSpace
{
    /// <summary>Names of the keys, or of the choices.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Number of different actions.</summary>
    public abstract long Count { get; }

    /// <summary>Whether a number is an action.</summary>
    /// <param name="action">The number.</param>
    public bool Contains(uint action) => action < Count;

    /// <summary>An action, all equally likely.</summary>
    /// <param name="random">Source of chance.</param>
    public uint Sample(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return (uint)random.NextInt64(Count);
    }

    /// <summary>Refuses a number that is no action.</summary>
    internal void Require(uint action)
    {
        if (!Contains(action))
        {
            throw new ArgumentOutOfRangeException(nameof(action), $"Action {action} is none of {this}.");
        }
    }
}
