using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Research.Cli.Tests.Documents;

/// <summary>THIRD-PARTY.md names every package and its licence.</summary>
public sealed partial class ThirdPartyTests
{
    /// <summary>Packages whose own file gives an address instead of a licence's name; read there.</summary>
    private static readonly Dictionary<string, string> ReadByHand = new()
    {
        ["NetMQ"] = "LGPL-3.0",
        ["K4os.Compression.LZ4"] = "MIT",
        ["K4os.Compression.LZ4.Streams"] = "MIT",
    };

    [Fact]
    public void Every_package_is_named_once_and_no_other() => Assert.Equal(
        Versions().Keys.Order(StringComparer.Ordinal), Told().Select(told => told.Package).Order(StringComparer.Ordinal));

    [Fact]
    public void Licences_are_the_packages_own()
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var versions = Versions();
        int read = 0;
        foreach (var (package, licence) in Told())
        {
            string name = package.ToLowerInvariant();
            string file = Path.Combine(cache, name, versions[package], name + ".nuspec");
            if (!File.Exists(file))
            {
                continue; // another system's, or only for a GPU
            }

            string? own = XDocument.Load(file).Descendants().FirstOrDefault(element => element.Name.LocalName == "license"
                && (string?)element.Attribute("type") == "expression")?.Value ?? ReadByHand.GetValueOrDefault(package);
            Assert.True(own == licence, $"THIRD-PARTY.md, {package}: found {licence}, expected {own ?? "a licence in ReadByHand"}");
            read++;
        }

        Assert.True(read > 30, $"{read} packages in {cache}");
    }

    private static IEnumerable<(string Package, string Licence)> Told() =>
        File.ReadLines(Path.Combine(Repository.Root, "THIRD-PARTY.md"))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5 && cells[1] != "Package" && !cells[1].StartsWith('-'))
            .SelectMany(cells => cells[1].Split(", ").Select(package => (package, cells[2])));

    private static Dictionary<string, string> Versions()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Root!;
        var properties = project.Elements("PropertyGroup").Elements().ToDictionary(element => element.Name.LocalName,
            element => element.Value);
        return project.Descendants("PackageVersion").ToDictionary(element => element.Attribute("Include")!.Value,
            element => Property().Replace(element.Attribute("Version")!.Value, match => properties[match.Groups[1].Value]));
    }

    [GeneratedRegex(@"\$\((\w+)\)")]
    private static partial Regex Property();
}
