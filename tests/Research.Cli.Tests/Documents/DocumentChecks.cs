using System.CommandLine;

namespace Research.Cli.Tests.Documents;

/// <summary>What is wrong in a document, a line for each fault.</summary>
/// <param name="name">The document, relative to the repository.</param>
/// <param name="tracked">Every file of the repository, relative to it.</param>
/// <param name="read">The text of a file.</param>
internal sealed class DocumentChecks(string name, IReadOnlyCollection<string> tracked, Func<string, MarkdownText> read)
{
    private readonly MarkdownText _text = read(name);

    /// <summary>Links and named files that are not there, and anchors that are no heading.</summary>
    public IEnumerable<string> BadLinks()
    {
        foreach (var (line, target) in _text.Links.Where(link => !Uri.TryCreate(link.Target, UriKind.Absolute, out _)))
        {
            string[] parts = Uri.UnescapeDataString(target).Split('#', 2);
            string file = parts[0].Length == 0 ? name
                : Path.GetRelativePath("/kit", Path.GetFullPath(Path.Combine("/kit", Path.GetDirectoryName(name)!, parts[0])));
            if (!Exists(file))
            {
                yield return $"{name}, line {line}: found a link to '{target}'; expected a file or folder of the repository.";
            }
            else if (parts.Length == 2 && read(file).Anchors.ToList() is var anchors && !anchors.Contains(parts[1]))
            {
                yield return $"{name}, line {line}: found a link to '{target}'; expected a heading of {file}: "
                    + $"{string.Join(", ", anchors)}.";
            }
        }

        foreach (var (line, path) in _text.Paths.Where(named => !Exists(named.Path)))
        {
            yield return $"{name}, line {line}: found `{path}`; expected a file or folder of the repository.";
        }
    }

    /// <summary>Commands that the kit would not take. One that is only spoken of may be its verb alone.</summary>
    public IEnumerable<string> BadCommands() =>
        _text.Commands.Concat(_text.Mentions.Where(mention => !IsVerbAlone(mention.Arguments))).SelectMany(command =>
            Errors(command.Arguments).Select(error =>
                $"{name}, line {command.Line}: ./research {string.Join(' ', command.Arguments)}: {error}"));

    /// <summary>What the kit says of a command before it does anything.</summary>
    public static IEnumerable<string> Errors(string[] arguments) => new ResearchCommand()
        .Parse(arguments).Errors.Select(error => error.Message);

    private static bool IsVerbAlone(string[] arguments)
    {
        Command? command = new ResearchCommand();
        foreach (string word in arguments)
        {
            command = command?.Subcommands.FirstOrDefault(verb => verb.Name == word);
        }

        return command is not null;
    }

    private bool Exists(string path) => path == "." || tracked.Contains(path)
        || tracked.Any(file => file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal));
}
