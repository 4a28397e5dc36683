using System.Diagnostics;
using Research.Natives;
using TorchSharp;

namespace Research.Tests.Natives;

/// <summary>The copy of TorchSharp's library that older systems load: see <c>LibraryCopy.cs</c>.</summary>
public class WeakenSymbolVersionTests
{
    private const string Version = "GLIBCXX_3.4.32";

    private static string PackageFile
    {
        get
        {
            Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux's library is copied.");
            string openCv = NativeLibraries.OpenCvLibrary;
            string packages = openCv[..openCv.IndexOf("/opencvsharp4", StringComparison.Ordinal)];
            string version = typeof(torch).Assembly.GetName().Version!.ToString(3);
            return Path.Combine(packages, "torchsharp", version, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        }
    }

    [SkippableFact]
    public void The_copy_differs_from_the_package_in_one_bit()
    {
        byte[] package = File.ReadAllBytes(PackageFile), copy = File.ReadAllBytes(NativeLibraries.TorchSharpLibrary);

        Assert.Equal(package.Length, copy.Length);
        int at = Assert.Single(Enumerable.Range(0, package.Length), i => package[i] != copy[i]);
        Assert.Equal(2, package[at] ^ copy[at]);
        Assert.Equal(2, copy[at] & 2);
    }

    [SkippableFact]
    public void The_requirement_reads_back_as_weak_and_no_other_does()
    {
        var package = VersionNeeds(File.ReadAllBytes(PackageFile));
        var copy = VersionNeeds(File.ReadAllBytes(NativeLibraries.TorchSharpLibrary));

        Assert.Equal(0, package[Version]);
        Assert.Equal(2, copy[Version]);
        Assert.Equal(package.Keys.Order(), copy.Keys.Order());
        Assert.All(copy.Where(need => need.Key != Version), need => Assert.Equal(package[need.Key], need.Value));
    }

    [SkippableFact]
    public void Readelf_reads_the_requirement_as_weak()
    {
        Skip.IfNot(File.Exists("/usr/bin/readelf"), "readelf is not installed (apt-get install binutils).");

        Assert.Contains($"Name: {Version}  Flags: WEAK", Readelf(NativeLibraries.TorchSharpLibrary));
        Assert.Contains($"Name: {Version}  Flags: none", Readelf(PackageFile));
    }

    [SkippableFact]
    public void A_version_that_is_not_asked_for_leaves_the_copy_as_it_is()
    {
        using var folder = new TemporaryFolder();
        string copy = Path.Combine(folder.Path, "deep", "copy.so");

        Assert.True(Task(PackageFile, copy, "GLIBCXX_9.9").Execute());
        Assert.Equal(File.ReadAllBytes(PackageFile), File.ReadAllBytes(copy));
    }

    [SkippableFact]
    public void A_copy_that_is_there_is_replaced()
    {
        using var folder = new TemporaryFolder();
        string copy = Path.Combine(folder.Path, "copy.so");
        File.WriteAllText(copy, "an older one");

        Assert.True(Task(PackageFile, copy, Version).Execute());
        Assert.Equal(File.ReadAllBytes(NativeLibraries.TorchSharpLibrary), File.ReadAllBytes(copy));
        Assert.Equal([copy], Directory.GetFiles(folder.Path));
    }

    [SkippableTheory]
    [InlineData("text", "a file that does not begin as an ELF library does")]
    [InlineData("short", "a file that does not begin as an ELF library does")]
    [InlineData("32 bits", "an ELF file of another class or byte order")]
    [InlineData("big-endian", "an ELF file of another class or byte order")]
    [InlineData("cut off", "an ELF file that ends before its tables do")]
    public void Files_that_are_no_such_library_are_refused(string kind, string found)
    {
        byte[] package = File.ReadAllBytes(PackageFile);
        byte[] file = kind switch
        {
            "text" => [.. Enumerable.Repeat((byte)'a', 200)],
            "short" => package[..40],
            "cut off" => package[..1000],
            _ => package,
        };
        file[kind switch { "32 bits" => 4, "big-endian" => 5, _ => 8 }] =
            kind switch { "32 bits" => 1, "big-endian" => 2, _ => 0 };
        using var folder = new TemporaryFolder();
        string source = Path.Combine(folder.Path, "source.so"), copy = Path.Combine(folder.Path, "copy.so");
        File.WriteAllBytes(source, file);
        var task = Task(source, copy, Version);

        Assert.False(task.Execute());
        Assert.Equal([$"{source}: found {found}; expected a 64-bit little-endian ELF library."], task.Log.Errors);
        Assert.False(File.Exists(copy));
    }

    private static WeakenSymbolVersion Task(string source, string destination, string version) =>
        new() { Source = source, Destination = destination, Version = version };

    private static string Readelf(string file)
    {
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/readelf",
            ["-V", "-W", file])
        { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    /// <summary>
    /// Flags by the name of each version that a library asks for, found as the loader does: by its dynamic section.
    /// </summary>
    private static Dictionary<string, int> VersionNeeds(byte[] file)
    {
        ulong Number(long at) => BitConverter.ToUInt64(file, (int)at);
        uint Word(long at) => BitConverter.ToUInt32(file, (int)at);
        ushort Half(long at) => BitConverter.ToUInt16(file, (int)at);

        var segments = Enumerable.Range(0, Half(56)).Select(i => (long)Number(32) + i * 56)
            .Select(at => (Type: Word(at), Offset: (long)Number(at + 8), Start: (long)Number(at + 16),
                Bytes: (long)Number(at + 32)))
            .ToList();
        long Offset(long address) => segments.Where(s => s.Type == 1 && address >= s.Start && address < s.Start + s.Bytes)
            .Select(s => address - s.Start + s.Offset).First();
        var dynamic = segments.Single(segment => segment.Type == 2);
        long Entry(long tag) => Enumerable.Range(0, (int)(dynamic.Bytes / 16)).Select(i => dynamic.Offset + i * 16)
            .Where(at => (long)Number(at) == tag).Select(at => (long)Number(at + 8)).First();

        long names = Offset(Entry(5)), need = Offset(Entry(0x6ffffffe)), count = Entry(0x6fffffff);
        var flags = new Dictionary<string, int>();
        for (; count > 0; count--, need += Word(need + 12))
        {
            long version = need + Word(need + 8);
            for (int left = Half(need + 2); left > 0; left--, version += Word(version + 12))
            {
                long name = names + Word(version + 8);
                int end = Array.IndexOf(file, (byte)0, (int)name);
                string text = System.Text.Encoding.ASCII.GetString(file, (int)name, end - (int)name);
                flags[text] = Half(version + 4) | flags.GetValueOrDefault(text);
            }
        }

        return flags;
    }
}
