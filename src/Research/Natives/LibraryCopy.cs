#nullable disable // MSBuild compiles this file by itself: without annotations, namespace and implicit usings
#pragma warning disable CA1050, IDE0005
using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;

/// <summary>
/// A build task: writes a copy of a library of a package with some bytes changed. The file in the NuGet cache stays as it is. The
/// tasks are in one file, because MSBuild compiles a task from one.
/// </summary>
public abstract class LibraryCopy : Microsoft.Build.Utilities.Task
{
    /// <summary>The library as the package has it.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>The copy to write.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>Writes the copy, in the place of an older one.</summary>
    public override bool Execute()
    {
        byte[] file = File.ReadAllBytes(Source);
        if (!TryChange(file))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        string beside = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(beside, file);
        File.Delete(Destination);
        File.Move(beside, Destination);
        return true;
    }

    /// <summary>Changes the bytes; where the file is not what is expected, logs an error and says no.</summary>
    protected abstract bool TryChange(byte[] file);
}

/// <summary>
/// Copies a 64-bit ELF library and marks one of the symbol versions it asks for as weak, so that the loader accepts
/// a system whose library lacks that version.
/// </summary>
/// <remarks>
/// libLibTorchSharp.so of TorchSharp 0.107 asks for GLIBCXX_3.4.32 (GCC 13), which Debian 12 and Ubuntu 22.04 do not have. The
/// only symbol of that version, std::ios_base_library_init, has no relocation and is never called. With a weak requirement the
/// loader does not refuse the library.
/// </remarks>
public sealed class WeakenSymbolVersion : LibraryCopy
{
    private const int VersionNeeds = 0x6ffffffe; // SHT_GNU_verneed
    private const int Weak = 2; // VER_FLG_WEAK

    /// <summary>The version that becomes weak, such as <c>GLIBCXX_3.4.32</c>.</summary>
    [Required]
    public string Version { get; set; }

    /// <inheritdoc/>
    /// <remarks>Nothing changes where the source does not ask for the version.</remarks>
    protected override bool TryChange(byte[] file)
    {
        try
        {
            if (FlagOf(file, Version) is int at)
            {
                file[at] |= Weak;
            }

            return true;
        }
        catch (InvalidDataException e)
        {
            Log.LogError("{0}: found {1}; expected a 64-bit little-endian ELF library.", Source, e.Message);
            return false;
        }
    }

    /// <summary>Offset of the flags' low byte of a version that a library asks for; null where it does not ask for it.</summary>
    /// <exception cref="InvalidDataException">It is no such library; the message says what was found.</exception>
    public static int? FlagOf(byte[] file, string version)
    {
        if (file.Length < 64 || file[0] != 0x7f || file[1] != 'E' || file[2] != 'L' || file[3] != 'F')
        {
            throw new InvalidDataException("a file that does not begin as an ELF library does");
        }

        if (file[4] != 2 || file[5] != 1)
        {
            throw new InvalidDataException("an ELF file of another class or byte order");
        }

        try
        {
            int sections = (int)Number(file, 40), count = Half(file, 60);
            for (int i = 0; i < count; i++)
            {
                int section = sections + 64 * i;
                if (Word(file, section + 4) == VersionNeeds)
                {
                    int names = (int)Number(file, sections + 64 * Word(file, section + 40) + 24);
                    return FlagOf(file, version, (int)Number(file, section + 24), names);
                }
            }

            return null;
        }
        catch (ArgumentException)
        {
            throw new InvalidDataException("an ELF file that ends before its tables do");
        }
    }

    private static int? FlagOf(byte[] file, string version, int need, int names)
    {
        for (int next = -1; next != 0; need += next)
        {
            int entry = need + Word(file, need + 8), entries = Half(file, need + 2);
            for (int i = 0; i < entries; i++, entry += Word(file, entry + 12))
            {
                if (Text(file, names + Word(file, entry + 8)) == version)
                {
                    return entry + 4;
                }
            }

            next = Word(file, need + 12);
        }

        return null;
    }

    private static string Text(byte[] file, int at) => Encoding.ASCII.GetString(file, at, Array.IndexOf(file, (byte)0, at) - at);

    private static int Half(byte[] file, int at) => BitConverter.ToUInt16(file, at);

    private static int Word(byte[] file, int at) => BitConverter.ToInt32(file, at);

    private static long Number(byte[] file, int at) => BitConverter.ToInt64(file, at);
}

/// <summary>
/// Copies a managed library and says in its DebuggableAttribute that the JIT must not optimize it, so that a
/// method's arguments live until it returns.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 hands the native handle of a <c>Scalar</c> to libtorch and does not keep the object alive meanwhile. In
/// optimized code a garbage collection of another thread can then free the number before libtorch has read it: seen on a busy
/// processor as "Unknown scalar type", and a wrong number is possible. So is a tensor that no scope holds. TorchSharp's methods
/// are thin, and no slower without optimization.
/// </remarks>
public sealed class ForbidOptimization : LibraryCopy
{
    /// <summary>The attribute's value in an optimized library: its length, 1, ignored PDBs, no names.</summary>
    private static readonly byte[] Optimized = { 8, 1, 0, 2, 0, 0, 0, 0, 0 };

    /// <inheritdoc/>
    protected override bool TryChange(byte[] file)
    {
        int first = Find(file, 0);
        if (first < 0 || Find(file, first + 1) >= 0)
        {
            Log.LogError("{0}: found {1} DebuggableAttribute of an optimized library; expected one.", Source,
                first < 0 ? "no" : "more than one");
            return false;
        }

        // Default | IgnoreSymbolStoreSequencePoints | DisableOptimizations; the runtime heeds the last with the first alone.
        (file[first + 3], file[first + 4]) = (0x03, 0x01);
        return true;
    }

    private static int Find(byte[] file, int from)
    {
        for (int at = from; at <= file.Length - Optimized.Length; at++)
        {
            int same = 0;
            while (same < Optimized.Length && file[at + same] == Optimized[same])
            {
                same++;
            }

            if (same == Optimized.Length)
            {
                return at;
            }
        }

        return -1;
    }
}
