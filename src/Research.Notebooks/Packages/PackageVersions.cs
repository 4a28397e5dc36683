using NuGet.Versioning;

namespace Research.Notebooks;

/// <summary>
/// The versions of the packages that a notebook has loaded, and what is to be said where a cell asks for others.
/// </summary>
internal sealed class PackageVersions
{
    private readonly Dictionary<string, string> _loaded = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes sure that packages can be had as a cell asks for them.</summary>
    /// <exception cref="PackageRestoreException">Another version is loaded already, or the cell asks for two.</exception>
    public void Check(IReadOnlyList<PackageDirective> asked)
    {
        var expected = new Dictionary<string, string>(_loaded, StringComparer.OrdinalIgnoreCase);
        foreach (var package in asked.Where(package => IsExact(package.Version) && HostPackages.Find(package.Id) is null))
        {
            if (!expected.TryGetValue(package.Id, out string? version))
            {
                expected[package.Id] = package.Version;
            }
            else if (!IsSame(version, package.Version))
            {
                throw new PackageRestoreException(Conflict(package, version, isLoaded: _loaded.ContainsKey(package.Id)));
            }
        }
    }

    /// <summary>What to restore for it: of a package that the program itself contains, the program's own version.</summary>
    public static PackageDirective ForHost(PackageDirective asked) =>
        HostPackages.Find(asked.Id) is { } own ? asked with { Version = own } : asked;

    /// <summary>Records the restored versions, and reports those that differ from the requested ones.</summary>
    /// <param name="asked">The packages that the cell asks for.</param>
    /// <param name="restored">These, those before them, and all that they need.</param>
    public void Add(IReadOnlyList<PackageDirective> asked, RestoredPackages restored)
    {
        foreach (var (id, version) in restored.Versions)
        {
            if (HostPackages.Find(id) is { } contained && IsNewer(version, contained))
            {
                Tell($"{id} {version} is needed, but the kernel itself contains {contained}, which is used. Code may fail "
                + "because of it.");
            }
            else if (_loaded.TryGetValue(id, out string? loaded) && IsNewer(version, loaded))
            {
                Tell($"{id} {version} is needed, but {loaded} is in use already and stays. If code fails because of it, ask for "
                + $"{id}, {version} in the notebook's first cell.");
            }

            _loaded.TryAdd(id, version);
        }

        foreach (var package in asked.Where(package => IsExact(package.Version)))
        {
            if (HostPackages.Find(package.Id) is { } own)
            {
                if (!IsSame(own, package.Version))
                {
                    Tell($"{package.Id} {package.Version} was asked for, but the kernel itself contains {own}, which is used. "
                    + $"Ask for {own} to silence this.");
                }
            }
            else if (restored.Versions.TryGetValue(package.Id, out string? version) && !IsSame(version, package.Version))
            {
                Tell($"{package.Id} {package.Version} is not to be had; {version} is used.");
            }
        }
    }

    private static string Conflict(PackageDirective package, string other, bool isLoaded) =>
        $"#r \"nuget: {package.Id}, {package.Version}\": found version {package.Version}, expected {other}, "
        + (isLoaded ? $"which this notebook has loaded already. Restart the kernel to load {package.Version}, or ask for {other}."
            : "which the same cell asks for. Ask for one of them.");

    private static void Tell(string message) => CellScope.Current?.Output.WriteStream("stderr", message + "\n");

    private static bool IsExact(string version) => version.Length > 0 && char.IsAsciiDigit(version[0])
        && !version.Contains('*', StringComparison.Ordinal);

    private static bool IsSame(string one, string other) =>
        NuGetVersion.TryParse(one, out var first) && NuGetVersion.TryParse(other, out var second) ? first == second
            : one == other;

    private static bool IsNewer(string one, string other) =>
        NuGetVersion.TryParse(one, out var first) && NuGetVersion.TryParse(other, out var second) && first > second;
}
