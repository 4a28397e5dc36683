using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Research.Experiments.ClosedLoop;

namespace Research.Cli;

/// <summary>How probabilities become keys, of the commands in which a policy plays: <c>--threshold --sampled</c>.</summary>
internal sealed class KeyChoiceOptions
{
    public KeyChoiceOptions() => Threshold.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var given }] && double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture,
            out double threshold) && double.IsFinite(threshold) && threshold is < 0 or > 1)
        {
            result.AddError($"--threshold {given}: expected a probability, from 0 to 1.");
        }
    });

    public Option<double> Threshold { get; } = new("--threshold")
    {
        Description = "A key is held where its probability is above this.",
        HelpName = "P",
        DefaultValueFactory = _ => 0.5,
    };

    public Option<bool> Sampled { get; } = new("--sampled") { Description = "Draw each key by its probability instead." };

    /// <summary>Refuses two ways at once.</summary>
    /// <param name="result">What was given to the command.</param>
    /// <param name="others">Other ways that the command has.</param>
    public void RequireOne(CommandResult result, params Option[] others)
    {
        Option[] given = [.. others.Append(Threshold).Append(Sampled)
            .Where(option => KitCommand.IsGiven(result, option))];
        if (given.Length > 1)
        {
            result.AddError($"{given[0].Name}: found {given[1].Name} beside it; expected one of the two.");
        }
    }

    /// <summary>What was chosen; a key is held above 0.5 unless something else was.</summary>
    public KeyChoice Take(ParseResult parsed) =>
        parsed.GetValue(Sampled) ? KeyChoice.Sampled : new KeyChoice(parsed.GetValue(Threshold));
}
