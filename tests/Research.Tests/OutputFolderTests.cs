namespace Research.Tests;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_that_is_not_there_is_made_and_nothing_is_left_in_it()
    {
        OutputFolder.Require(_folder.At("a/b"));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.At("a/b")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_named_with_the_reason()
    {
        string file = _folder.Write("file", "");

        Assert.Equal($"{file}: found no folder that can be written to (a file has this name); expected one.", Fault(file));
        Assert.Equal($"{file}/x: found no folder that can be written to (it is not there and cannot be made); expected one.",
            Fault(file + "/x"));
        Assert.Equal("/proc: found no folder that can be written to (no file can be made in it); expected one.", Fault("/proc"));
    }

    [SkippableFact]
    public void A_disk_that_is_only_read_is_named_with_the_reason()
    {
        using var disk = SmallDisk.Mount(megabytes: 1, isReadOnly: true);

        Assert.Equal($"{disk.Path}: found no folder that can be written to (Read-only file system); expected one.",
            Fault(disk.Path));
    }

    private static string Fault(string folder) => Assert.Throws<IOException>(() => OutputFolder.Require(folder)).Message;
}
