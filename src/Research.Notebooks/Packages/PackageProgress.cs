using System.Net;

namespace Research.Notebooks;

/// <summary>
/// The packages that a cell asks for, shown under it: as being installed first, then as installed with their versions.
/// </summary>
internal sealed class PackageProgress
{
    private readonly ICellOutput? _output = CellScope.Current?.Output;
    private readonly string _displayId = Guid.NewGuid().ToString("N");

    /// <summary>Shows what is being restored.</summary>
    public PackageProgress(IEnumerable<PackageDirective> packages) =>
        _output?.Display(List("Installing packages",
            packages.Select(package => package.Version == "*" ? package.Id : $"{package.Id}, {package.Version}")), _displayId);

    /// <summary>Replaces it by what was restored.</summary>
    public void End(IEnumerable<(string Id, string Version)> packages) =>
        _output?.UpdateDisplay(List("Installed packages", packages.Select(package => $"{package.Id}, {package.Version}")),
            _displayId);

    /// <summary>Replaces it by what was not to be had; the cell's error says why.</summary>
    public void Fail(IEnumerable<PackageDirective> packages) =>
        _output?.UpdateDisplay(List("Not installed", packages.Select(package => package.Id)), _displayId);

    private static MimeBundle List(string title, IEnumerable<string> packages)
    {
        var names = packages.ToList();
        string items = string.Concat(names.Select(name => $"<li>{WebUtility.HtmlEncode(name)}</li>"));
        return MimeBundle.OfFormats(
            (MimeBundle.Html, $"<div><strong>{title}</strong><ul>{items}</ul></div>"),
            (MimeBundle.PlainText, $"{title}: {string.Join("; ", names)}"));
    }
}
