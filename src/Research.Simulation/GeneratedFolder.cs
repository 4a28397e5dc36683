using System.Text.Json;
using System.Text.Json.Nodes;

namespace Research.Simulation;

/// <summary>
/// A folder that a game fills part by part: sessions, recordings, episodes. A part is written beside its place and moved there
/// when it is complete, so that the folder can be read at any time, and filling it can be killed and taken up. One process
/// fills it at a time. A manifest says by which rules it was filled, so that no folder has data of two kinds.
/// </summary>
internal sealed class GeneratedFolder : IDisposable
{
    private readonly FileStream _turn;

    private GeneratedFolder(string path, FileStream turn) => (Path, _turn) = (path, turn);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The place of a folder that the kit fills itself, on first use, where a researcher has no data of her own.</summary>
    /// <param name="name">Name of the data with all that they depend on.</param>
    public static string InCache(string name) => System.IO.Path.Combine(Repository.Datasets, ".cache", name);

    /// <summary>Waits until no other process fills the folder, and then has it until it is disposed.</summary>
    /// <param name="folder">The folder; it need not be there yet.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">A file cannot be written there.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static GeneratedFolder Claim(string folder, CancellationToken cancellation)
    {
        string path = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        OutputFolder.Require(System.IO.Path.GetDirectoryName(path)!);
        return new GeneratedFolder(path, FileLock.Wait(FileLock.Beside(path), cancellation));
    }

    /// <summary>A folder that is filled as one part where it is absent.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="fill">Fills the empty folder that it is given.</param>
    /// <param name="cancellation">Ends the wait for another process that fills it.</param>
    /// <returns>The folder.</returns>
    public static string Filled(string folder, Action<string> fill, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            using var claimed = Claim(folder, cancellation);
            claimed.Add("", place =>
            {
                Directory.CreateDirectory(place);
                fill(place);
            });
        }

        return folder;
    }

    /// <summary>The same, of a folder with a manifest file, which is written where there is none and must agree otherwise.</summary>
    /// <param name="folder">The folder; made where it is absent.</param>
    /// <param name="manifest">Name of the manifest, such as <c>maze.json</c>.</param>
    /// <param name="made">What it says: the rules, the seed.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The folder has something else in it.</exception>
    /// <exception cref="IOException">A file cannot be written there.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public static GeneratedFolder Claim(string folder, string manifest, JsonObject made, CancellationToken cancellation)
    {
        OutputFolder.Require(folder);
        var claimed = Claim(folder, cancellation);
        try
        {
            string file = System.IO.Path.Combine(claimed.Path, manifest);
            if (File.Exists(file))
            {
                RequireSame(file, made, Parse(file));
            }
            else if (Directory.EnumerateFileSystemEntries(claimed.Path, "*_*").FirstOrDefault() is { } other)
            {
                throw new InvalidDataException($"{folder}: found {System.IO.Path.GetFileName(other)} and no {manifest}; expected a "
                    + "folder that this command filled, or none.");
            }
            else
            {
                AtomicFile.Write(file, made.ToJsonString() + "\n");
            }

            return claimed;
        }
        catch
        {
            claimed.Dispose();
            throw;
        }
    }

    /// <summary>Adds a part, a file or a folder, unless it is there.</summary>
    /// <param name="name">Name of the part; empty: the folder itself is the only part.</param>
    /// <param name="write">Writes it to the place that it is given.</param>
    /// <returns>Whether it was written now.</returns>
    public bool Add(string name, Action<string> write)
    {
        string place = name.Length == 0 ? Path : System.IO.Path.Combine(Path, name);
        if (System.IO.Path.Exists(place))
        {
            return false;
        }

        // Beside the folder and not in it, so that nobody who reads the folder sees it; hidden, as no file of the user's is.
        string unfinished = $".{System.IO.Path.GetFileName(Path)}.unfinished{(name.Length == 0 ? "" : $"-{name}")}";
        string beside = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, unfinished);
        Discard(beside); // what a killed process left
        try
        {
            write(beside);
            Directory.Move(beside, place);
        }
        finally
        {
            Discard(beside);
        }

        return true;
    }

    /// <summary>Sees that a folder was filled by the same rules.</summary>
    /// <param name="where">The manifest, for messages.</param>
    /// <param name="made">What is expected.</param>
    /// <param name="there">What it says.</param>
    /// <exception cref="InvalidDataException">It says something else.</exception>
    public static void RequireSame(string where, JsonObject made, JsonObject? there)
    {
        foreach (var (name, expected) in made)
        {
            if (!JsonNode.DeepEquals(there?[name], expected))
            {
                throw new InvalidDataException(
                    $"{where}: found {name} {there?[name]?.ToJsonString() ?? "missing"}; expected {expected!.ToJsonString()}, or "
                    + "another folder. Data of two kinds do not go into one folder.");
            }
        }
    }

    /// <summary>Lets others fill it.</summary>
    public void Dispose() => _turn.Dispose();

    private static JsonObject? Parse(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file)) as JsonObject;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: found no JSON ({e.Message}); expected what this command writes.", e);
        }
    }

    private static void Discard(string unfinished)
    {
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }
        else
        {
            File.Delete(unfinished);
        }
    }
}
