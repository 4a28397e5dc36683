using System.Globalization;
using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>What a new experiment begins with: a small one that is complete and runs, to be changed.</summary>
public static partial class NewExperiment
{
    private const string TemplateName = "my-experiment", TemplateType = "MyExperiment";

    /// <summary>Writes the notebook, the model and its test. Nothing that is there is overwritten.</summary>
    /// <param name="name">Of the experiment: lower-case words with hyphens.</param>
    /// <param name="root">The kit's folder.</param>
    /// <returns>The files, relative to <paramref name="root"/>: the notebook, the model, the test.</returns>
    /// <exception cref="ArgumentException">The name is not of that form, or something is called so already.</exception>
    /// <exception cref="IOException">The files cannot be written; none is left.</exception>
    public static IReadOnlyList<string> Write(string name, string root)
    {
        if (!Kebab().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is no name for an experiment; expected lower-case words and digits with hyphens, beginning with a "
                + "letter, such as dodge-by-ear.");
        }

        string type = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        string[] notebooks = [.. Directory.EnumerateFiles(Path.Combine(root, "notebooks"), "*.ipynb")
            .Select(file => Path.GetFileName(file))];
        int number = 1 + notebooks.Select(file => Numbered().Match(file)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).DefaultIfEmpty().Max();
        string notebook = $"{number:00}-{name}.ipynb";
        (string Path, string Template)[] files =
        [
            ($"notebooks/{notebook}", "notebook.ipynb"),
            ($"src/Research.Experiments/{type}/{type}Policy.cs", TemplateType + "Policy.cs"),
            ($"tests/Research.Experiments.Tests/{type}/{type}PolicyTests.cs", TemplateType + "PolicyTests.cs"),
        ];
        string? taken = notebooks.Where(file => Numbered().Match(file).Groups[2].Value == name)
            .Select(file => $"notebooks/{file}")
            .Concat(files.Select(file => file.Path).Where(file => File.Exists(Path.Combine(root, file))))
            .Concat(TypesOf(type, root).Select(known => $"the type {known.Name} in {known.File}"))
            .FirstOrDefault();
        if (taken is not null)
        {
            throw new ArgumentException($"The name '{name}' is taken: found {taken}. Choose another; nothing was written.");
        }

        var written = new List<string>();
        try
        {
            foreach (var (path, template) in files)
            {
                string file = Path.Combine(root, path);
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                using var writer = new StreamWriter(new FileStream(file, FileMode.CreateNew));
                written.Add(file);
                writer.Write(Filled(template, name, type, number));
            }
        }
        catch
        {
            written.ForEach(File.Delete);
            throw;
        }

        return [.. files.Select(file => file.Path)];
    }

    /// <summary>
    /// What of the kit would be called as something of the experiment is: a notebook that uses both would not compile.
    /// </summary>
    private static IEnumerable<(string Name, string File)> TypesOf(string prefix, string root)
    {
        string[] names = [.. DeclaredType().Matches(Text(TemplateType + "Policy.cs"))
            .Select(match => prefix + match.Groups[1].Value)];
        var declares = new Regex($@"^public [\w ]*\b(?:class|record|struct|interface|enum) ({string.Join('|', names)})\b",
            RegexOptions.Multiline);
        return from project in (string[])["src/Research", "src/Research.Experiments"]
               where Directory.Exists(Path.Combine(root, project))
               from file in Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories)
                   .Order(StringComparer.Ordinal)
               let found = declares.Match(File.ReadAllText(file))
               where found.Success
               select (found.Groups[1].Value, Path.GetRelativePath(root, file));
    }

    private static string Filled(string template, string name, string type, int number)
    {
        string words = name.Replace('-', ' ');
        return Text(template)
            .Replace(TemplateType, type, StringComparison.Ordinal)
            .Replace(TemplateName, name, StringComparison.Ordinal)
            .Replace("My experiment", char.ToUpperInvariant(words[0]) + words[1..], StringComparison.Ordinal)
            .Replace("my-number", $"{number:00}", StringComparison.Ordinal);
    }

    private static string Text(string template) => Bundles.Read($"experiment/{template}");

    [GeneratedRegex(@"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z")]
    private static partial Regex Kebab();

    [GeneratedRegex(@"^(\d\d)-(.+)\.ipynb$")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"^public sealed (?:class|record) " + TemplateType + @"(\w+)", RegexOptions.Multiline)]
    private static partial Regex DeclaredType();
}
