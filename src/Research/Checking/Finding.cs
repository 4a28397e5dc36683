namespace Research.Checking;

/// <summary>Something that was found in a session or in a folder of sessions.</summary>
/// <param name="Code">Its kind, such as <c>key-never-released</c>; <see cref="FindingCatalog"/> lists all.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Place">Where.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What should stand there.</param>
public sealed record Finding(string Code, Severity Severity, FindingPlace Place, string Found, string Expected)
{
    /// <summary>Name of the session; empty where the finding is about the folder.</summary>
    public string Session { get; init; } = "";

    /// <summary>Why it matters.</summary>
    public required string Why { get; init; }

    /// <summary>The command that repairs it, or what to do where no command can.</summary>
    public required string Repair { get; init; }

    /// <summary>A small PNG of the place; null where there is no picture of it.</summary>
    public byte[]? Thumbnail { get; init; }

    /// <summary><c>error clock-drift: Train_frames.jsonl, frame 30: found …; expected ….</c></summary>
    public override string ToString() =>
        $"{Severity.ToString().ToLowerInvariant()} {Code}: {Place}: found {Found}; expected {Expected}.";
}
