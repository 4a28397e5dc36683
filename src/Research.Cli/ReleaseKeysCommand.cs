using System.CommandLine;
using Research.Capture;

namespace Research.Cli;

/// <summary>
/// <c>research release-keys</c>: what <c>agent</c> starts beside itself. It releases keys when its input ends.
/// </summary>
internal sealed class ReleaseKeysCommand : KitCommand
{
    public const string Verb = "release-keys";

    private readonly Argument<string[]> _keys = new("KEY") { Description = "Names of keys.", Arity = ArgumentArity.OneOrMore };

    public ReleaseKeysCommand()
        : base(Verb, "Releases keys when its input ends.")
    {
        Hidden = true;
        Arguments.Add(_keys);
        SetAction(parsed =>
        {
            using var input = Console.OpenStandardInput();
            KeyWatchdog.Guard(parsed.GetValue(_keys)!, input, Console.Out);
        });
    }
}
