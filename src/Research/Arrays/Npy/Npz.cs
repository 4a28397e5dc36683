using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Research.Arrays.Elements;

namespace Research.Arrays.Npy;

/// <summary>
/// Arrays by name in one file of NumPy's <c>.npz</c> format, stored or deflated; an array is read when it is asked for:
/// <c>float[] labels = Npz.Open("fixture.npz")["labels"].Values&lt;float&gt;();</c>
/// </summary>
public sealed partial class Npz
{
    private const string Ending = ".npy";
    private const int LongestText = 4096; // bytes

    private readonly List<Member> _members = [];

    private Npz(string path) => Path = path;

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The names of the arrays that can be read, in the order of the file.</summary>
    public IReadOnlyList<string> Names => [.. _members.Where(member => member.Reason is null).Select(member => member.Name)];

    /// <summary>
    /// What else is in the file: arrays of text, dates, objects or structures, damaged ones, two of one name, and entries that
    /// are no arrays.
    /// </summary>
    public IReadOnlyList<UnreadArray> Unread =>
        [.. _members.Where(member => member.Reason is not null)
            .Select(member => new UnreadArray(member.Name, member.Header?.Descr ?? "", member.Shape, member.Reason!))];

    /// <summary>Reads an array.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The file is damaged, the array is of a type that is not read, or there are two of
    /// that name.</exception>
    public NpyArray this[string name]
    {
        get
        {
            Require(name);
            using var zip = OpenZip(Path, out long fileBytes);
            var entry = zip.GetEntry(name + Ending)
                ?? throw new InvalidDataException(
                $"{Path}: found no entry '{name}{Ending}' any more; expected the file as it was when it was opened.");
            byte[] content = new byte[entry.Bytes(fileBytes, Locate(name))];
            entry.ReadWhole(content, Locate(name));
            return NpyArray.Read(new MemoryStream(content), content.Length, Locate(name));
        }
    }

    /// <summary>An array's shape and type, its bytes in the file, and how NumPy wrote it; nothing is read.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    /// <exception cref="InvalidDataException">The array is of a type that is not read, or there are two of that name.</exception>
    public NpzEntry Describe(string name)
    {
        var member = Require(name);
        var (type, isBigEndian) = member.Header!.RequireElements(Locate(name));
        return new NpzEntry(member.Header.Shape, type, isBigEndian, member.Header.FortranOrder, member.Bytes);
    }

    /// <summary>The text of an array that is one string, as <c>numpy.savez(path, kind="mixed")</c> writes it.</summary>
    /// <returns>The text; null where the array is of another type, of several strings, or damaged.</returns>
    internal string? Text(string name)
    {
        if (_members.Find(member => member.Name == name)?.Header is not { } header
            || header.Shape.Aggregate(1L, (count, length) => count * length) != 1
            || TextType().Match(header.Descr) is not { Success: true } type)
        {
            return null;
        }

        try
        {
            using var zip = OpenZip(Path, out _);
            var entry = zip.GetEntry(name + Ending)!;
            using var stream = entry.Open();
            long length = entry.Length;
            NpyHeader.Read(stream, ref length, Locate(name));
            byte[] content = new byte[Math.Clamp(length, 0, LongestText)];
            stream.ReadExactly(content);
            var encoding = type.Groups[2].Value == "S" ? Encoding.UTF8
                : new UTF32Encoding(bigEndian: type.Groups[1].Value == ">", byteOrderMark: false);
            return encoding.GetString(content).TrimEnd('\0');
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <summary>
    /// Opens a file and reads its arrays' headers. An array that cannot be read hides no other: it is in <see cref="Unread"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">It is no zip file; the message names it, what was found and what was
    /// expected.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">It is a folder or a pipe, or it cannot be read.</exception>
    public static Npz Open(string path)
    {
        var npz = new Npz(path);
        using var zip = OpenZip(path, out _);
        var counts = zip.Entries.CountBy(entry => entry.FullName).ToDictionary();
        npz._members.AddRange(zip.Entries.Select(entry => npz.Describe(entry, counts[entry.FullName])));
        return npz;
    }

    /// <summary>Writes arrays as NumPy does; the file is written beside and renamed.</summary>
    /// <param name="path">The file, which is replaced where there is one.</param>
    /// <param name="arrays">The arrays by name.</param>
    /// <param name="deflate">Whether to compress them, as <c>numpy.savez_compressed</c> does.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KeyValuePair<string, NpyArray>> arrays, bool deflate = false) =>
        AtomicFile.Write(path, beside =>
    {
        using var zip = ZipFile.Open(beside, ZipArchiveMode.Create);
        foreach (var (name, array) in arrays)
        {
            using var stream = zip.OpenNew(name + Ending, deflate ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            array.Write(stream);
        }
    });

    private static ZipArchive OpenZip(string path, out long bytes)
    {
        var file = RegularFile.OpenRead(path, "a .npz file");
        bytes = file.Length;
        return ZipEntries.Open(file, path, "a .npz file");
    }

    private Member Describe(ZipArchiveEntry entry, int count)
    {
        if (!entry.FullName.EndsWith(Ending, StringComparison.Ordinal))
        {
            return new(entry.FullName, null, entry.CompressedLength, $"it is no {Ending} file");
        }

        string name = entry.FullName[..^Ending.Length];
        try
        {
            using var stream = entry.Open();
            long length = entry.Length;
            var header = NpyHeader.Read(stream, ref length, Locate(name));
            string? reason = count > 1 ? $"found {count} arrays of this name; expected each name once"
                : header.Elements is null ? NpyHeader.Reason(header.Descr) : null;
            return new(name, header, entry.CompressedLength, reason);
        }
        catch (InvalidDataException e)
        {
            string prefix = Locate(name) + ": ";
            return new(name, null, entry.CompressedLength, e.Message.StartsWith(prefix, StringComparison.Ordinal)
                ? e.Message[prefix.Length..].TrimEnd('.') : e.Message.TrimEnd('.'));
        }
    }

    private Member Require(string name)
    {
        if (_members.Find(member => member.Name == name) is not { } member)
        {
            throw new ArgumentException(
                $"{Path}: found no array '{name}'; expected one of "
                + $"{(_members.Count == 0 ? "its arrays, but there is none" : string.Join(", ", _members.Select(member => member.Name)))}.");
        }

        if (member.Reason is { } reason)
        {
            member.Header?.RequireElements(Locate(name)); // throws where it is for the type
            throw new InvalidDataException(reason.StartsWith("found ", StringComparison.Ordinal) ? $"{Locate(name)}: {reason}."
                : $"{Locate(name)}: found an entry that is not read ({reason}); expected a .npy file.");
        }

        return member;
    }

    private string Locate(string name) => $"{Path}, {name}{Ending}";

    [GeneratedRegex("^([<>=|]?)([US])[0-9]+$")]
    private static partial Regex TextType();

    /// <param name="Name">Without the ending.</param>
    /// <param name="Header">Null where it cannot be read.</param>
    /// <param name="Bytes">In the file.</param>
    /// <param name="Reason">Why the array is not read; null where it is.</param>
    private sealed record Member(string Name, NpyHeader? Header, long Bytes, string? Reason)
    {
        public string Shape => Header is null ? "" : $"[{string.Join(", ", Header.Shape)}]";
    }
}

/// <summary>What a file of arrays says about one of them.</summary>
/// <param name="Shape">Length of each dimension.</param>
/// <param name="DataType">Of the elements.</param>
/// <param name="BigEndian">Whether their highest byte comes first.</param>
/// <param name="FortranOrder">Whether the first dimension runs fastest in the file.</param>
/// <param name="Bytes">That it takes in the file.</param>
public sealed record NpzEntry(IReadOnlyList<int> Shape, ElementType DataType, bool BigEndian, bool FortranOrder, long Bytes);
