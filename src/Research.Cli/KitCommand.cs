using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Research.Cli;

/// <summary>A verb whose help ends with examples.</summary>
internal class KitCommand(string name, string description, params string[] examples) : Command(name, description)
{
    private const int Most = 100_000; // of sessions, episodes, seeds, cores: more is a slip of the finger

    /// <summary>What the help ends with, each as it is typed.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>Whether it waits for another program, which gets the same signals and is to end first.</summary>
    public bool WaitsForChild { get; init; }

    /// <summary>The help option of the root command and all below it, which also shows the examples.</summary>
    public static HelpOption Help()
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return help;
    }

    /// <summary>Whether an option stands on the command line; else it has its default.</summary>
    internal static bool IsGiven(SymbolResult command, Option option) => command.GetResult(option) is { Implicit: false };

    /// <summary>An argument for which a mistyped option is not taken.</summary>
    protected static Argument<string> PathArgument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(RefuseOptions);
        return argument;
    }

    /// <summary>A command's only argument, a path. Several, by a shell's pattern, are refused by their names.</summary>
    /// <param name="name">Its name in the help.</param>
    /// <param name="description">What it is.</param>
    /// <param name="several">What several of them are, such as <c>runs</c>.</param>
    protected static Argument<string> OnlyPath(string name, string description, string several)
    {
        var argument = PathArgument(name, description);
        argument.Arity = ArgumentArity.OneOrMore;
        argument.CustomParser = result => result.Tokens[0].Value;
        argument.Validators.Add(result =>
        {
            if (result.Tokens.Count > 1 && !result.Errors.Any())
            {
                string found = string.Join(", ", result.Tokens.Select(token => token.Value));
                result.AddError($"found {result.Tokens.Count} {several}, {found}; expected one.");
            }
        });
        return argument;
    }

    /// <summary>A path does not begin with a hyphen: what does is an option that there is not.</summary>
    internal static void RefuseOptions(ArgumentResult result)
    {
        if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } option)
        {
            result.AddError($"Unrecognized option '{option.Value}'.");
        }
    }

    /// <summary>A whole number with a least and a greatest value.</summary>
    protected static Option<int> AtLeast(string name, string description, int least, int usual, int most = Most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        RequireWithin(option, least, most);
        return option;
    }

    /// <summary>A whole number with a least and a greatest value, which may be left out.</summary>
    internal static Option<int?> AtLeast(string name, string description, int least)
    {
        var option = new Option<int?>(name) { Description = description };
        RequireWithin(option, least, Most);
        return option;
    }

    /// <summary>Refuses NaN and the infinities for every option that is a number, of a command and all below it.</summary>
    protected static void RequireFinite(Command command)
    {
        foreach (var option in command.Options.Where(option => option.ValueType == typeof(double)
            || option.ValueType == typeof(double?)))
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: var given }] && double.TryParse(given, NumberStyles.Float,
                    CultureInfo.InvariantCulture, out double number) && !double.IsFinite(number))
                {
                    result.AddError($"{option.Name} {given}: expected a finite number.");
                }
            });
        }

        foreach (var below in command.Subcommands)
        {
            RequireFinite(below);
        }
    }

    /// <summary><c>--output</c>, which must be given.</summary>
    protected static Option<string> OutputOption(
        string description = "The folder to write to; made where it is absent.", string helpName = "DIR") =>
        new("--output", "-o") { Description = description, HelpName = helpName, Required = true };

    /// <summary>Takes options, in the order of the help.</summary>
    protected void Takes(params ReadOnlySpan<Option> options)
    {
        foreach (var option in options)
        {
            Options.Add(option);
        }
    }

    /// <summary>Takes options, and runs the work on a thread of the pool.</summary>
    protected void Does(Func<ParseResult, CancellationToken, int> work, params ReadOnlySpan<Option> options)
    {
        Takes(options);
        SetAction((parsed, cancellation) => Task.Run(() => work(parsed, cancellation), CancellationToken.None));
    }

    private static void RequireWithin(Option option, int least, int most) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var given }]
            && int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && (number < least || number > most))
        {
            result.AddError($"{option.Name} {given}: expected at {(number < least ? $"least {least}" : $"most {most}")}.");
        }
    });

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is KitCommand { Examples.Count: > 0 } command)
            {
                Console.WriteLine("Examples:");
                foreach (string example in command.Examples)
                {
                    Console.WriteLine("  " + example);
                }

                Console.WriteLine();
            }

            return code;
        }
    }
}
