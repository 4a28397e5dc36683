using System.CommandLine;
using System.CommandLine.Parsing;

namespace Research.Cli;

/// <summary><c>-p NAME=VALUE</c>: values for variables of notebooks' cells tagged <c>parameters</c>, or for options.</summary>
internal sealed class ParameterOption : Option<string[]>
{
    public ParameterOption(string what = "a variable of the cell tagged 'parameters'") : base("--parameter", "-p")
    {
        Description = $"A value for {what}; can be given several times.";
        HelpName = "NAME=VALUE";
        Validators.Add(result =>
        {
            foreach (string given in result.Tokens.Select(t => t.Value).Where(value => value.IndexOf('=') < 1))
            {
                result.AddError($"-p {given}: found no name and value, expected NAME=VALUE.");
            }

            foreach (var twice in result.Tokens.Where(t => t.Value.Contains('=')).GroupBy(t => t.Value.Split('=', 2)[0])
                .Where(given => given.Count() > 1))
            {
                result.AddError($"-p {twice.Key}: found {twice.Count()} values; expected one.");
            }
        });
    }

    /// <summary>
    /// Refuses an option beside a value of the same name, such as <c>--device</c> beside <c>-p device=cpu</c> or
    /// <c>-p policy.device=cpu</c>: one of the two would do nothing.
    /// </summary>
    public void RefuseBeside(CommandResult result, Option option)
    {
        string name = option.Name.TrimStart('-');
        if (KitCommand.IsGiven(result, option) && result.GetResult(this)?.Tokens.Select(token => token.Value)
            .FirstOrDefault(value => value.Split('=')[0].Split('.')[^1] == name) is { } given)
        {
            result.AddError($"{option.Name}: found -p {given} beside it; expected one of the two.");
        }
    }

    /// <summary>The values by name.</summary>
    public Dictionary<string, string> Values(ParseResult parsed) =>
        (parsed.GetValue(this) ?? []).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
}
