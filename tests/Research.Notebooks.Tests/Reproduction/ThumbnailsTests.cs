using System.Text.Json.Nodes;
using OpenCvSharp;

namespace Research.Notebooks.Tests;

public sealed class ThumbnailsTests : IDisposable
{
    private static readonly string[] Names = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "tour"), "*.png")
        .Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Those_of_the_README_are_of_one_run_that_its_caption_names()
    {
        string tour = Path.Combine(Repository.Root, "docs", "tour");
        string readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var source = JsonNode.Parse(File.ReadAllText(Path.Combine(tour, Thumbnails.SourceFile)))!;

        Assert.Equal(9, Names.Length);
        Assert.Equal(Names, source["figures"]!.AsObject().Select(f => f.Key));
        Assert.Contains($"the `{source["profile"]}` profile", readme, StringComparison.Ordinal);
        Assert.All(Names, name =>
        {
            using var picture = Cv2.ImRead(Path.Combine(tour, name + ".png"));
            Assert.Equal(Thumbnails.Width, picture.Cols);
            Assert.Contains($"](docs/tour/{name}.png)](notebooks/{name}.ipynb)", readme, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void They_are_made_of_a_whole_run_and_say_of_which()
    {
        Save(Names);

        var written = Thumbnails.Write(_folder.Path, _folder.At("out"));

        Assert.Equal(Names.Select(name => _folder.At($"out/{name}.png")), written);
        using var picture = Cv2.ImRead(written[0]);
        Assert.Equal((320, 100), (picture.Cols, picture.Rows));
        var source = JsonNode.Parse(File.ReadAllText(_folder.At("out/source.json")))!;
        Assert.Equal(("quick", "abc"), ((string?)source["profile"], (string?)source["revision"]));
    }

    [Fact]
    public void A_run_that_is_not_whole_is_refused()
    {
        string summary = _folder.At("summary.json");
        Assert.Equal(
            $"{summary}: found no such file; expected the summary of a whole reproduction. Run ./research reproduce first.",
            Assert.Throws<InvalidDataException>(() => Thumbnails.Write(_folder.Path, _folder.At("out"))).Message);
        Save(Names[..3]);
        Assert.Equal(
            $"{summary}: found no figure 'best-composite-f1-first' of 04-focal-grid-search; expected one. Run ./research "
            + "reproduce, all notebooks.",
            Assert.Throws<InvalidDataException>(() => Thumbnails.Write(_folder.Path, _folder.At("out"))).Message);
        Assert.False(Directory.Exists(_folder.At("out")));
    }

    [SkippableFact]
    public void A_full_disk_is_an_error()
    {
        Save(Names);
        using var disk = SmallDisk.Mount(megabytes: 1);
        disk.Fill();

        Assert.Contains("No space left on device",
            Assert.ThrowsAny<IOException>(() => Thumbnails.Write(_folder.Path, disk.Path)).Message);
        Assert.Equal([disk.Path + "/rest"], Directory.GetFiles(disk.Path));
    }

    /// <summary>A run whose notebooks have the figures that the README's thumbnails are of.</summary>
    private void Save(string[] notebooks)
    {
        var figures = JsonNode.Parse(File.ReadAllText(
            Path.Combine(Repository.Root, "docs", "tour", Thumbnails.SourceFile)))!["figures"]!;
        foreach (string name in notebooks)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.At((string)figures[name]!))!);
            using var picture = new Mat(200, 640, MatType.CV_8UC3, new Scalar(255, 255, 255, 0));
            Cv2.ImWrite(_folder.At((string)figures[name]!), picture);
        }

        new ReproductionSummary(ProfileKind.Quick, DateTime.UtcNow, 1, "abc", "a machine",
            [.. notebooks.Select(name => new NotebookSummary(name, name, CellStatus.Succeeded, 1, 1, 1,
                new Dictionary<string, string>(), [(string)figures[name]!], Error: null))]).Save(_folder.At("summary.json"));
    }
}
