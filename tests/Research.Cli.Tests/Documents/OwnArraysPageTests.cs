using Research.Arrays.Elements;
using Research.Arrays.Zarr;

namespace Research.Cli.Tests.Documents;

/// <summary>The code of docs/bring-your-own-arrays.md, as it stands there, on a small zarr store.</summary>
public sealed class OwnArraysPageTests : IDisposable
{
    private const int Episodes = 10, Frames = 16, Height = 24, Width = 32;

    private readonly string _folder = Directory.CreateTempSubdirectory("research-own-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Its_ten_lines_train_and_score_a_policy()
    {
        string[] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "bring-your-own-arrays.md"))
            .SkipWhile(line => line != "```csharp").Skip(1).TakeWhile(line => line != "```")];
        Store();
        string kit = Path.Combine(Repository.Root, "notebooks", "kit.csx"), notebook = Path.Combine(_folder, "own.dib"),
            copy = Path.Combine(_folder, "own.ipynb");
        File.WriteAllText(notebook, "#!csharp\n" + string.Join('\n', lines).Replace("\"kit.csx\"", $"\"{kit}\"")
            .Replace("\"mine.zarr", $"\"{_folder}/mine.zarr")
            .Replace("Epochs = 15", "Epochs = 1, BatchSize = 2, SequenceLength = 12")
            .Replace("var all", $"Research.Training.RunDirectory.Root = \"{_folder}/runs\";\nvar all") + "\n");

        var run = Kit.Run("notebook", "run", notebook, "-o", copy);

        Assert.Equal((ExitCode.Done, ""), (run.ExitCode, run.Errors));
        Assert.Equal(10, lines.Length);
        string output = File.ReadAllText(copy);
        Assert.Contains("repeat previous frame", output, StringComparison.Ordinal);
        Assert.Contains("mine", output, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(_folder, "summary.json", SearchOption.AllDirectories));
    }

    /// <summary>A bright bar that moves left or right, and the key that moves it.</summary>
    private void Store()
    {
        var random = new Random(1);
        int count = Episodes * Frames;
        var (pixels, actions) = (new byte[count * Height * Width], new byte[count * 2]);
        int place = Width / 2;
        for (int frame = 0; frame < count; frame++)
        {
            int side = frame / 4 % 2;
            actions[frame * 2 + side] = 1;
            place = Math.Clamp(place + (side == 0 ? -1 : 1), 1, Width - 2);
            for (int row = 0; row < Height; row++)
            {
                pixels[(frame * Height + row) * Width + place] = (byte)(200 + random.Next(50));
            }
        }

        var root = ZarrGroup.Create(Path.Combine(_folder, "mine.zarr"));
        var data = root.CreateGroup("data");
        data.CreateArray("img", new([count, Height, Width], [16, Height, Width], ElementType.UInt8)).Write<byte>(pixels);
        data.CreateArray("action", new([count, 2], [count, 2], ElementType.UInt8)).Write<byte>(actions);
        root.CreateGroup("meta").CreateArray("episode_ends", new([Episodes], [Episodes], ElementType.Int64))
            .Write<long>([.. Enumerable.Range(1, Episodes).Select(episode => (long)episode * Frames)]);
    }
}
