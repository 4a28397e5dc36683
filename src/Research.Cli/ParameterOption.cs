using System.CommandLine;

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

    /// <summary>The values by name.</summary>
    public Dictionary<string, string> Values(ParseResult parsed) =>
        (parsed.GetValue(this) ?? []).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => p[1]);
}
