namespace Research.Checking;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know; nothing is wrong.</summary>
    Note,

    /// <summary>Probably wrong, or wrong for a small part of the session: look before you train.</summary>
    Warning,

    /// <summary>Labels or pictures are wrong or cannot be read: do not train on this session.</summary>
    Error,
}
