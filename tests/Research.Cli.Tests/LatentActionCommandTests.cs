using Research.Arrays.Npy;
using Research.Experiments.LatentActions;
using Research.Nn.Quantization;
using Research.Sessions;
using Research.Training;

namespace Research.Cli.Tests;

public sealed class LatentActionCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-latents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Maze_writes_episodes_and_encode_latents_their_codes()
    {
        string maze = Path.Combine(_folder, "maze"), latents = Path.Combine(_folder, "latents");
        var kit = Kit.Run("maze", "--episodes", "3", "--frames", "4", "--seed", "2", "-o", maze);
        Assert.Equal((0, "", $"{maze}: 3 episodes of 4 frames, 3 of them new\n"), (kit.ExitCode, kit.Errors, kit.Output));
        kit = Kit.Run("maze", "--episodes", "4", "--frames", "4", "--seed", "2", "-o", maze);
        Assert.Equal($"{maze}: 4 episodes of 4 frames, 1 of them new\n", kit.Output);

        Training.RunDirectory.Root = Path.Combine(_folder, "runs");
        try
        {
            var (train, validation) = FramePairs.Open(maze, 2).Split();
            using var model = LatentActionModel.TrainOrLoad(
                new LatentActionOptions
                {
                    Channels = [2, 2, 4, 4],
                    Epochs = 1,
                    Quantizer = new QuantizerOptions { EmbeddingDim = 4, KMeansInit = true },
                }, (train, validation), context: new RunContext { Name = "tiny" });
            File.Delete(Path.Combine(maze, "episode_0003", "00001.png"));
            File.Delete(Path.Combine(maze, "episode_0003", "00002.png"));
            File.Delete(Path.Combine(maze, "episode_0003", "00003.png"));
            kit = Kit.Run("encode-latents", model.Folder, maze, "-o", latents);
            Assert.Equal((0, $"{latents}: 9 pairs of 3 episodes, 7 × 5 codes each; 3 episodes new\n",
                $"warning: {maze}/episode_0003: found a single frame; expected at least two. The episode is left out.\n"),
                (kit.ExitCode, kit.Output, kit.Errors));
            Assert.Equal($"{latents}: 9 pairs of 3 episodes, 7 × 5 codes each; 0 episodes new\n",
                Kit.Run("encode-latents", model.Folder, maze, "-o", latents).Output);
            Assert.Equal([3, 7, 5], NpyArray.Read(Path.Combine(latents, "episode_0002.npy")).Shape);
            Assert.Equal(9, LatentActionDataset.Open(latents).Count);

            FullDiskTests.Refuses(disk => ["encode-latents", model.Folder, maze, "-o", disk + "/latents"]);
            kit = Kit.Run("encode-latents", maze, maze, "-o", latents);
            Assert.Equal((1, $"{maze}: found no config.json; expected the folder of a run.\n"), (kit.ExitCode, kit.Errors));
        }
        finally
        {
            Training.RunDirectory.Root = null;
        }
    }
}
