namespace Research.Alignment;

/// <summary>What a mouse did.</summary>
public enum MouseAction
{
    /// <summary>It moved.</summary>
    Move,

    /// <summary>A button went down.</summary>
    Down,

    /// <summary>A button went up.</summary>
    Up,

    /// <summary>Its wheel turned.</summary>
    Scroll,
}
