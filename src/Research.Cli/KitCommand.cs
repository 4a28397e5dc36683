using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Research.Cli;

/// <summary>A verb whose help ends with examples.</summary>
internal class KitCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>What the help ends with, each as it is typed.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;

    /// <summary>The help option of the root command and all below it, which also shows the examples.</summary>
    public static HelpOption Help()
    {
        var help = new HelpOption();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return help;
    }

    /// <summary>An argument for which a mistyped option is not taken.</summary>
    protected static Argument<string> PathArgument(string name, string description)
    {
        var argument = new Argument<string>(name) { Description = description };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', _, ..] option }])
            {
                result.AddError($"Unrecognized option '{option}'.");
            }
        });
        return argument;
    }

    /// <summary>A whole number with a least value.</summary>
    protected static Option<int> AtLeast(string name, string description, int least, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        RequireAtLeast(option, least);
        return option;
    }

    /// <summary>A whole number with a least value, which may be left out.</summary>
    protected static Option<int?> AtLeast(string name, string description, int least)
    {
        var option = new Option<int?>(name) { Description = description };
        RequireAtLeast(option, least);
        return option;
    }

    /// <summary><c>--output</c>, which must be given.</summary>
    protected static Option<string> OutputOption(string description = "The folder to write to; made where it is absent.", string helpName = "DIR") =>
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

    private static void RequireAtLeast(Option option, int least) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var given }] && int.TryParse(given, out int number) && number < least)
        {
            result.AddError($"{option.Name} {given}: expected at least {least}.");
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
