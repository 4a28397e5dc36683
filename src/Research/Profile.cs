namespace Research;

/// <summary>How much of an experiment is run.</summary>
public enum ProfileKind
{
    /// <summary>As little as proves that every step works; CI's.</summary>
    Smoke,

    /// <summary>Small enough for a CPU; the default.</summary>
    Quick,

    /// <summary>The documents' full sizes.</summary>
    Report,
}

/// <summary>
/// The profile that a notebook's defaults come from: <c>var epochs = Profile.Pick(smoke: 1, quick: 2, report: 8);</c>
/// </summary>
public static class Profile
{
    /// <summary>
    /// The profile in force; at first the one named by the environment variable <c>RESEARCH_PROFILE</c>, else
    /// <see cref="ProfileKind.Quick"/>.
    /// </summary>
    public static ProfileKind Current { get; set; } = Parse(Environment.GetEnvironmentVariable("RESEARCH_PROFILE") ?? "quick");

    /// <summary>The value for the profile in force.</summary>
    public static T Pick<T>(T smoke, T quick, T report) => Current switch
    {
        ProfileKind.Smoke => smoke,
        ProfileKind.Quick => quick,
        _ => report,
    };

    /// <summary>Reads <c>smoke</c>, <c>quick</c> or <c>report</c>.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static ProfileKind Parse(string name) =>
        Enum.GetNames<ProfileKind>().Any(n => n.Equals(name, StringComparison.OrdinalIgnoreCase))
            ? Enum.Parse<ProfileKind>(name, ignoreCase: true)
            : throw new ArgumentException($"No profile is named '{name}'; there are smoke, quick and report.");
}
