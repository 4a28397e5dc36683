namespace Research.Notebooks;

/// <summary>A <c>#!</c> line cannot be carried out; the message says what was found and what is expected.</summary>
internal sealed class MagicException(string message) : Exception(message);
