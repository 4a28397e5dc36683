using System.Text;

namespace Research.Notebooks;

/// <summary>The words after <c>#!name</c>: values, and options <c>--name value</c>.</summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, string> _options = [];
    private readonly List<string> _values = [];

    private CommandLine(string text) => Text = text;

    /// <summary>Nothing at all.</summary>
    public static CommandLine Empty { get; } = new("");

    /// <summary>The words as written.</summary>
    public string Text { get; }

    /// <summary>The words that belong to no option.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The options' names, without dashes.</summary>
    public IEnumerable<string> Options => _options.Keys;

    /// <summary>An option's value, or null.</summary>
    public string? this[string option] => _options.GetValueOrDefault(option);

    /// <summary>Takes a line apart. A word in double quotes may hold spaces; an option without a value is empty.</summary>
    public static CommandLine Parse(string text)
    {
        var line = new CommandLine(text.Trim());
        string? option = null;
        foreach (var word in Words(text))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                option = word[2..];
                line._options[option] = "";
            }
            else if (option is not null)
            {
                line._options[option] = word;
                option = null;
            }
            else
            {
                line._values.Add(word);
            }
        }

        return line;
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        bool isQuoted = false, isWord = false;
        foreach (var character in text)
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
                isWord = true;
            }
            else if (isQuoted || !char.IsWhiteSpace(character))
            {
                word.Append(character);
                isWord = true;
            }
            else if (isWord)
            {
                yield return word.ToString();
                word.Clear();
                isWord = false;
            }
        }

        if (isWord)
            yield return word.ToString();
    }
}
