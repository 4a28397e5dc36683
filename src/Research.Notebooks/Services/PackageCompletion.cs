using NuGet.Common;
using NuGet.Configuration;
using NuGet.Packaging;
using NuGet.Protocol;
using NuGet.Protocol.Core.Types;
using NuGet.Versioning;
using Feeds = NuGet.Protocol.Core.Types.Repository;

namespace Research.Notebooks;

/// <summary>
/// Completes <c>#r "nuget: PACKAGE, VERSION"</c>: from the packages on this machine, and from the feeds of
/// <c>dotnet restore</c>, as far as they answer in time.
/// </summary>
/// <param name="limit">As long is waited for feeds.</param>
internal sealed class PackageCompletion(TimeSpan limit)
{
    private const int Limit = 60;

    private readonly Lazy<ISettings> _settings =
        new(() => Settings.LoadDefaultSettings(Directory.CreateDirectory(PackageRestorer.Cache).FullName));

    /// <summary>The packages whose name begins with a text.</summary>
    /// <param name="typed">The text.</param>
    /// <param name="sources">Feeds that cells name besides the configured ones.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<CompletionItem>> PackagesAsync(
        string typed, IReadOnlyCollection<string> sources, CancellationToken cancellation)
    {
        var here = Folders()
            .SelectMany(folder => Directory.EnumerateDirectories(folder, typed.ToLowerInvariant() + "*"))
            .Select(Id)
            .OfType<string>();
        var there = typed.Length == 0 ? [] : await AskAsync<AutoCompleteResource, string>(
            sources, (feed, time) => feed.IdStartsWith(typed, includePrerelease: false, NullLogger.Instance, time), cancellation);
        return [.. here.Concat(there)
            .Where(id => id.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(id => id, StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.OrdinalIgnoreCase)
            .Take(Limit)
            .Select(id => new CompletionItem(id, "module", "NuGet package"))];
    }

    /// <summary>The versions of a package that begin with a text, the newest first.</summary>
    /// <param name="id">The package.</param>
    /// <param name="typed">The text.</param>
    /// <param name="sources">Feeds that cells name besides the configured ones.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<CompletionItem>> VersionsAsync(
        string id, string typed, IReadOnlyCollection<string> sources, CancellationToken cancellation)
    {
        using var cache = new SourceCacheContext();
        var here = Folders()
            .Select(folder => Path.Combine(folder, id.ToLowerInvariant()))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder))
            .Select(folder => NuGetVersion.TryParse(Path.GetFileName(folder), out var version) ? version : null)
            .OfType<NuGetVersion>();
        var there = await AskAsync<FindPackageByIdResource, NuGetVersion>(
            sources, (feed, token) => feed.GetAllVersionsAsync(id, cache, NullLogger.Instance, token), cancellation);
        return [.. here.Concat(there)
            .Where(version => version.ToNormalizedString().StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct()
            .OrderByDescending(version => !version.IsPrerelease)
            .ThenByDescending(version => version)
            .Take(Limit)
            .Select(version => version.ToNormalizedString())
            .Select(version => new CompletionItem(version, "value", $"{id} {version}"))];
    }

    private IEnumerable<string> Folders() => SettingsUtility.GetFallbackPackageFolders(_settings.Value)
        .Prepend(SettingsUtility.GetGlobalPackagesFolder(_settings.Value))
        .Where(Directory.Exists);

    /// <summary>A package's name as its author writes it; the folder has it in small letters.</summary>
    private static string? Id(string folder) => Directory.EnumerateDirectories(folder)
        .Select(version => Path.Combine(version, Path.GetFileName(folder) + ".nuspec"))
        .Where(File.Exists)
        .Select(file => new NuspecReader(file).GetId())
        .FirstOrDefault();

    /// <summary>What the feeds answer within the limit. One that is slow, broken or cannot be reached has nothing.</summary>
    private async Task<IReadOnlyList<T>> AskAsync<TResource, T>(
        IReadOnlyCollection<string> sources, Func<TResource, CancellationToken, Task<IEnumerable<T>>> ask,
        CancellationToken cancellation)
        where TResource : class, INuGetResource
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(limit);
        var feeds = new PackageSourceProvider(_settings.Value).LoadPackageSources().Where(source => source.IsEnabled)
            .Concat(sources.Select(source => new PackageSource(source)));
        var answers = await Task.WhenAll(feeds.Select(feed => AskAsync(feed, ask, time.Token)));
        cancellation.ThrowIfCancellationRequested();
        return [.. answers.SelectMany(answer => answer)];
    }

    private static async Task<IEnumerable<T>> AskAsync<TResource, T>(
        PackageSource source, Func<TResource, CancellationToken, Task<IEnumerable<T>>> ask, CancellationToken time)
        where TResource : class, INuGetResource
    {
        try
        {
            var answer = Task.Run(
                async () =>
                {
                    var feed = await Feeds.Factory.GetCoreV3(source).GetResourceAsync<TResource>(time);
                    return feed is null ? [] : (await ask(feed, time)).ToList();
                },
                time);
            return await answer.WaitAsync(time);
        }
        catch (Exception e) when (
            e is OperationCanceledException or NuGetProtocolException or HttpRequestException or IOException)
        {
            return [];
        }
    }
}
