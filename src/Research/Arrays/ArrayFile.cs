using Research.Arrays.Npy;
using Research.Arrays.Zarr;

namespace Research.Arrays;

/// <summary>Opens arrays by path: <c>frames.npy</c>, <c>mine.npz/frames</c>, <c>mine.zarr/data/img</c>.</summary>
/// <remarks>A tensor of a safetensors file is <c>Safetensors.LoadArray(file, name)</c>.</remarks>
public static class ArrayFile
{
    private const string Expected =
        "a .npy file, an array in a .npz file (FILE.npz/NAME) or in a zarr store (STORE/PATH)";

    /// <summary>Opens an array.</summary>
    /// <param name="path">A <c>.npy</c> file; a <c>.npz</c> file, a slash and the array's name, which may be left out where
    /// there is one only; a zarr array, in a folder or in a zip file.
    /// </param>
    /// <exception cref="FileNotFoundException">There is nothing at this path.</exception>
    /// <exception cref="ArgumentException">There is no array of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, or the array is of a type that the kit does not
    /// read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IArrayReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string trimmed = Path.TrimEndingDirectorySeparator(path);
        for (string? file = trimmed; !string.IsNullOrEmpty(file); file = Path.GetDirectoryName(file))
        {
            if (Directory.Exists(file))
            {
                break;
            }

            if (File.Exists(file))
            {
                return InFile(file, trimmed[file.Length..].Replace('\\', '/').Trim('/'));
            }
        }

        return Directory.Exists(trimmed) ? ZarrArray.Open(trimmed)
            : throw new FileNotFoundException($"{path}: found nothing there; expected {Expected}.");
    }

    private static IArrayReader InFile(string file, string name) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".npy" when name.Length == 0 => NpyArray.Read(file),
        ".npz" => Npz.Open(file) is var npz && name.Length > 0 ? npz[name] : npz[Only(file, npz.Names)],
        ".zip" => ZarrArray.Open(name.Length > 0 ? $"{file}/{name}" : file),
        _ => throw new ArgumentException($"{file}: found a file of another kind; expected {Expected}."),
    };

    private static string Only(string file, IReadOnlyList<string> names) => names is [var name] ? name
        : throw new ArgumentException(
            $"{file}: found {names.Count} arrays and no name; expected one of {string.Join(", ", names)} behind a slash.");
}
