namespace Research.Checking;

/// <summary>What is the same for all findings of one code.</summary>
/// <param name="Severity">How much it matters, unless the finding says otherwise.</param>
/// <param name="Why">Why it matters.</param>
/// <param name="Repair">
/// The command that repairs it, or what to do. <c>{session}</c> stands for DIR/NAME, <c>{folder}</c> for DIR, <c>{name}</c> for
/// NAME.
/// </param>
public sealed record FindingKind(Severity Severity, string Why, string Repair);
