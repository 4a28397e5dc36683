namespace Research.Experiments.ActionDecoder;

/// <summary>The decoders of the document.</summary>
public enum DecoderKind
{
    /// <summary>All slots at once, length and times apart: the one that it criticises.</summary>
    Parallel,

    /// <summary>The same, with the timing-aware loss: its third solution.</summary>
    TimingAware,

    /// <summary>One action after the other: its first solution.</summary>
    Sequential,

    /// <summary>One action after the other, attending to those before and to the context: its second solution.</summary>
    Attention,
}
