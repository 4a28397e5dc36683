using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Research.Cli.Tests.Documents;

/// <summary>The picture of the projects in CONTRIBUTING.md.</summary>
public sealed class ArchitectureTests : IDisposable
{
    private const string Begin = "<!-- architecture -->\n", End = "<!-- /architecture -->";

    private readonly string _folder = Directory.CreateTempSubdirectory("architecture-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string[] ProjectFiles => [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "src"))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj"))];

    [Fact]
    public void The_picture_has_the_references_of_the_projects_and_no_other()
    {
        var references = ProjectFiles.SelectMany(file => XDocument.Load(file).Descendants("ProjectReference").Select(reference =>
            $"{Path.GetFileNameWithoutExtension(file)} --> "
                + $"{Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)}")).ToList();
        var drawn = Regex.Matches(Picture(File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"))),
            @"[\w.]+ --> [\w.]+")
            .Select(match => match.Value);

        Assert.Contains("Research.Cli --> Research.Notebooks", references);
        Assert.True(references.Order(StringComparer.Ordinal).SequenceEqual(drawn.Order(StringComparer.Ordinal)),
            "CONTRIBUTING.md does not show the projects as they are; run .ci/architecture.");
        // the library stands on packages alone
        Assert.DoesNotContain(references, reference => reference.StartsWith("Research -->", StringComparison.Ordinal));
    }

    [Fact]
    public void The_script_draws_the_picture_that_is_there()
    {
        foreach (string file in (string[])[.. ProjectFiles, Path.Combine(Repository.Root, ".ci", "architecture")])
        {
            string copy = Path.Combine(_folder, Path.GetRelativePath(Repository.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string readme = File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md")),
            other = Path.Combine(_folder, "CONTRIBUTING.md");
        File.WriteAllText(other, readme.Replace(Picture(readme), "an old picture\n", StringComparison.Ordinal));
        using var script = Process.Start(Path.Combine(_folder, ".ci", "architecture"));
        script.WaitForExit();

        Assert.Equal(0, script.ExitCode);
        Assert.Equal(readme, File.ReadAllText(other));
    }

    private static string Picture(string readme) =>
        readme[(readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)..readme.IndexOf(End, StringComparison.Ordinal)];
}
