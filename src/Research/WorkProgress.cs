namespace Research;

/// <summary>How far long work has come. What shows it (a notebook's bar, a terminal's line) adds rate and time left.</summary>
/// <param name="Name">What is being worked on; the rate starts anew with another name.</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">How much there is; an estimate where nobody knows.</param>
/// <param name="Detail">What else is worth knowing, such as the loss; may be empty.</param>
public readonly record struct WorkProgress(string Name, int Done, int Total, string Detail = "");
