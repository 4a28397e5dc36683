using System.Text.Json.Serialization;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Directives;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Research.Notebooks;

/// <summary>The directives about variables: <c>#!set</c>, <c>#!share</c>, <c>#!who</c>, <c>#!whos</c>.</summary>
/// <remarks>
/// <c>#!set</c> is the package's. The package's others write every value as JSON before anybody asks for it, and a variable that
/// cannot be shared ends no cell there.
/// </remarks>
internal static class VariableDirectives
{
    private const int ShownLength = 80;

    /// <summary>Adds them to a kernel.</summary>
    public static LanguageKernel UseVariables(this LanguageKernel kernel)
    {
        kernel.UseValueSharing();
        var share = (KernelActionDirective)kernel.KernelInfo.SupportedDirectives.Single(directive => directive.Name == "#!share");
        share.KernelCommandType = typeof(ShareVariable);
        kernel.RegisterCommandHandler<ShareVariable>((command, context) => ShareAsync(kernel, command, context));
        var who = new KernelActionDirective("#!who", "Lists the variables of the cell's language.");
        var whos = new KernelActionDirective("#!whos", "Lists the variables of the cell's language with their types and values.");
        kernel.AddDirective(who, (command, context) =>
        {
            Show(string.Join("\n", kernel.Variables.Select(variable => variable.Name)), command, context);
            return Task.CompletedTask;
        });
        kernel.AddDirective(whos, (command, context) =>
        {
            var variables = kernel.Variables
                .Select(known => new { Variable = known.Name, Type = TypeNames.Short(known.Type), Value = Short(known.Read()) });
            Show(variables.ToList(), command, context);
            return Task.CompletedTask;
        });
        return kernel;
    }

    /// <summary>Displays a value under the cell.</summary>
    public static void Show(object value, KernelCommand command, KernelInvocationContext context) =>
        context.Publish(new DisplayedValueProduced(value, command, new BundleFormats(MimeBundle.Of(value))));

    private static async Task ShareAsync(LanguageKernel kernel, ShareVariable share, KernelInvocationContext context)
    {
        string name = share.Name
            ?? throw new MagicException("found #!share without one variable, expected #!share NAME --from FROM.");
        var from = kernel.RootKernel.FindKernelByName(share.From) ?? throw new MagicException(
            $"found the language \"{share.From}\", expected one of {CommandDirectives.Names(kernel.ParentKernel)}.");
        if (from is LanguageKernel language && share.MimeType is null)
        {
            var variable = language.Variables.FirstOrDefault(found => found.Name == name)
                ?? throw new MagicException(language.Missing(name));
            await kernel.SetAsync(share.As ?? name, variable.Read(), new EventOutput(share, context, isSent: true));
            return;
        }

        var asked = await from.SendAsync(new RequestValue(name, share.MimeType));
        var value = asked.Events.OfType<ValueProduced>().SingleOrDefault() ?? throw new MagicException(
            asked.Events.OfType<CommandFailed>().LastOrDefault()?.Message ?? $"{from.Name} has no variable \"{name}\".");
        object? shared = share.MimeType is null ? value.Value : null;
        await kernel.SendAsync(new SendValue(share.As ?? name, shared, value.FormattedValue));
    }

    private static string Short(object? value)
    {
        string line = (value as string ?? Formatter.ToDisplayString(value, MimeBundle.PlainText)).ReplaceLineEndings(" ");
        return line.Length > ShownLength ? line[..(ShownLength - 1)] + "…" : line;
    }

    /// <summary><c>#!share NAME --from KERNEL [--as NAME] [--mime-type TYPE]</c>.</summary>
    private sealed class ShareVariable : KernelCommand
    {
        public string? Name { get; set; }

        public string From { get; set; } = "";

        [JsonPropertyName("as")]
        public string? As { get; set; }

        public string? MimeType { get; set; }
    }
}
