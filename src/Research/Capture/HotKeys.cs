namespace Research.Capture;

/// <summary>The keys that steer a recording; they are never logged as the player's.</summary>
public sealed record HotKeys
{
    /// <summary>The document's: 1, 8 and 9.</summary>
    public static HotKeys Report { get; } = new("1", "8", "9");

    /// <summary>Three keys.</summary>
    /// <param name="toggle">Begins the recording, and ends it.</param>
    /// <param name="fightStart">Marks the beginning of a fight.</param>
    /// <param name="fightEnd">Marks its end.</param>
    /// <exception cref="ArgumentException">A key has no name, or two are the same.</exception>
    public HotKeys(string toggle, string fightStart, string fightEnd)
    {
        string[] keys = [toggle, fightStart, fightEnd];
        if (keys.Any(string.IsNullOrWhiteSpace) || keys.Distinct().Count() < keys.Length)
        {
            throw new ArgumentException(
                $"found the hot keys '{string.Join(',', keys)}'; expected three different keys, such as 1,8,9 or "
                + "Key.f1,Key.f2,Key.f3.");
        }

        (Toggle, FightStart, FightEnd) = (toggle, fightStart, fightEnd);
    }

    /// <summary>Begins the recording, and ends it.</summary>
    public string Toggle { get; }

    /// <summary>Marks the start of a fight; null where no fights are marked.</summary>
    public string? FightStart { get; private init; }

    /// <summary>Marks its end; null where no fights are marked.</summary>
    public string? FightEnd { get; private init; }

    /// <summary>The same where no fights are marked: their keys are the player's.</summary>
    public HotKeys WithoutFights() => this with { FightStart = null, FightEnd = null };

    /// <summary>The keys.</summary>
    public IReadOnlyList<string> All => FightStart is { } start && FightEnd is { } end ? [Toggle, start, end] : [Toggle];

    /// <summary>Reads <c>1,8,9</c>.</summary>
    /// <exception cref="ArgumentException">These are not three different keys.</exception>
    public static HotKeys Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split(',', StringSplitOptions.TrimEntries) is [var toggle, var start, var end]
            ? new HotKeys(toggle, start, end)
            : throw new ArgumentException(
                $"found the hot keys '{text}'; expected three different keys, such as 1,8,9 or Key.f1,Key.f2,Key.f3.");
    }

    /// <summary>Whether a key is one of them.</summary>
    public bool Contains(string key) => All.Contains(key);
}
