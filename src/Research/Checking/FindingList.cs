namespace Research.Checking;

/// <summary>The findings of one session, or of a folder.</summary>
/// <param name="folder">The folder.</param>
/// <param name="session">The session; empty for the folder's own findings.</param>
internal sealed class FindingList(string folder, string session)
{
    /// <summary>
    /// Findings of one code and file beyond this number are counted in the last one: a hundred lines of one kind hide all others.
    /// </summary>
    internal const int MostOfOneCode = 5;

    private readonly List<Finding> _findings = [];
    private readonly Dictionary<(string Code, string File), int> _count = [];

    /// <summary>The findings, in the order of the checks; the last of many of one kind says how many there are.</summary>
    public IEnumerable<Finding> All => _findings.Select((finding, i) =>
        _count[KeyOf(finding)] is var count && count > MostOfOneCode && IsLast(finding, i)
            ? finding with { Found = $"{finding.Found} (and {count - MostOfOneCode} more of this kind)" }
            : finding);

    /// <summary>Whether there is a finding of a code.</summary>
    public bool Has(string code) => _findings.Any(finding => finding.Code == code);

    /// <summary>Adds a finding.</summary>
    /// <param name="code">One of <see cref="FindingCatalog.Kinds"/>.</param>
    /// <param name="place">Where.</param>
    /// <param name="found">What stands there.</param>
    /// <param name="expected">What should stand there.</param>
    /// <param name="severity">How much it matters; by default as the catalogue says.</param>
    public void Add(string code, FindingPlace place, string found, string expected, Severity? severity = null) =>
        Add(Make(code, place, found, expected) is var finding && severity is { } other
            ? finding with { Severity = other } : finding);

    /// <summary>Adds a finding that has a picture.</summary>
    public void Add(string code, FindingPlace place, (string Found, string Expected) words, byte[]? thumbnail) =>
        Add(Make(code, place, words.Found, words.Expected) with { Thumbnail = thumbnail });

    private static (string Code, string File) KeyOf(Finding finding) => (finding.Code, finding.Place.File);

    private bool IsLast(Finding finding, int index) =>
        !_findings.Skip(index + 1).Any(other => KeyOf(other) == KeyOf(finding));

    private void Add(Finding finding)
    {
        int count = _count[KeyOf(finding)] = _count.GetValueOrDefault(KeyOf(finding)) + 1;
        if (count <= MostOfOneCode)
        {
            _findings.Add(finding);
        }
    }

    private Finding Make(string code, FindingPlace place, string found, string expected)
    {
        var kind = FindingCatalog.Kinds[code];
        return new Finding(code, kind.Severity, place, found, expected)
        {
            Session = session,
            Why = kind.Why,
            Repair = kind.Repair.Replace("{session}", ShellText.Quote(Path.Combine(folder, session)), StringComparison.Ordinal)
                .Replace("{folder}", ShellText.Quote(folder), StringComparison.Ordinal)
                .Replace("{name}", ShellText.Quote(session), StringComparison.Ordinal),
        };
    }
}
