namespace Research.Simulation.Environments;

/// <summary>
/// When a lane of a <see cref="VectorEnvironment"/> begins its next episode; the modes and names are Gymnasium's.
/// </summary>
public enum AutoresetMode
{
    /// <summary>
    /// With the step after the last one (Gymnasium's default). That step ignores the lane's action, and returns the new episode's
    /// first observation, reward 0 and both flags false: a dummy transition, which training has to leave out.
    /// </summary>
    NextStep,

    /// <summary>
    /// With the last step itself. The observation returned is the new episode's first; the old one's last, and its info, are in
    /// <see cref="VectorEnvironment.FinalObservations"/> and <see cref="VectorEnvironment.FinalInfo"/>. Reward and flags are the
    /// last step's.
    /// </summary>
    SameStep,

    /// <summary>Never. The caller resets lanes by a mask before the next step.</summary>
    Disabled,
}
