using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Research.Cli;

/// <summary>A verb whose help ends with examples.</summary>
internal class KitCommand(string name, string description, params string[] examples) : Command(name, description)
{
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

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            if (parseResult.CommandResult.Command is KitCommand { Examples.Length: > 0 } command)
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

    private string[] Examples { get; } = examples;
}
