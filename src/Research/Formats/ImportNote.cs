namespace Research.Formats;

/// <summary>Something that an import or export lost, mapped or guessed.</summary>
/// <param name="What">What it is about, such as <c>window titles</c>.</param>
/// <param name="Count">How many of them.</param>
/// <param name="Why">Why, and what became of them.</param>
public sealed record ImportNote(string What, long Count, string Why);
