using System.Text.Json.Nodes;
using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Arrays.Zarr;
using Research.Simulation.Cuphead;
using Research.Training;

namespace Research.Cli.Tests;

public sealed class InspectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("research-inspect-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_zarr_store_is_a_tree_of_groups_and_arrays()
    {
        string store = Path.Combine(_folder, "duel.zarr"), zip = Path.Combine(_folder, "duel.zip");
        var root = ZarrGroup.Create(store, attributes: new JsonObject { ["rules"] = "written [down]" });
        for (int i = 0; i < 12; i++)
        {
            var episode = root.CreateGroup($"episode_{i}", new JsonObject { ["fps"] = 60 });
            episode.CreateArray("state", new([3, 2], [100, 2], ElementType.Float32)).Write<float>([0.5f, 1, 2, 3, 4, float.NaN]);
        }

        root.SaveZip(zip);
        var kit = Kit.Run("inspect", store);

        Assert.Equal((0, ""), (kit.ExitCode, kit.Errors));
        Assert.StartsWith("duel.zarr: zarr v2 group of 12 groups and 0 arrays; ", kit.Output);
        Assert.Contains("rules: \"written [down]\"\n", kit.Output);
        Assert.Contains("episode_2: group of 0 groups and 1 array; ", kit.Output);
        Assert.Contains("state: float32 [3, 2]; 1 chunk of [100, 2], blosc zstd level 3 shuffle; 24 bytes, on disk ", kit.Output);
        Assert.Contains("first values: 0.5, 1\n", kit.Output);
        Assert.Contains("… and 7 more groups, up to episode_11\n", kit.Output);
        Assert.StartsWith("duel.zip: zarr v2 group of 12 groups", Kit.Run("inspect", zip).Output);
        Assert.StartsWith("state: zarr v2 array, float32 [3, 2]; ", Kit.Run("inspect", zip + "/episode_11/state").Output);
        Assert.StartsWith("episode_3: zarr v2 group of 0 groups and 1 array; ", Kit.Run("inspect", store + "/episode_3/").Output);
    }

    [Fact]
    public void Files_of_arrays_and_of_tensors()
    {
        string npy = Path.Combine(_folder, "a.npy"), npz = Path.Combine(_folder, "a.npz"),
            tensors = Path.Combine(_folder, "a.safetensors");
        var array = NpyArray.Of<short>([2, 2], [1, -2, 3, 4]);
        array.Write(npy);
        Npz.Write(npz, [new("labels", array), new("none", NpyArray.Of<bool>([0], []))]);
        using (var weight = TorchSharp.torch.tensor(new[] { 1f, 2.5f }))
        {
            Safetensors.Save(tensors, new Dictionary<string, TorchSharp.torch.Tensor> { ["head.weight"] = weight },
                new Dictionary<string, string> { ["epoch"] = "3" });
        }

        Assert.Equal("a.npy: NumPy array, int16 [2, 2]; 136 bytes\n└── first values: 1, -2, 3, 4\n",
            Kit.Run("inspect", npy).Output);
        Assert.Matches(
            @"^a\.npz: 2 NumPy arrays; \d+ bytes\n├── labels: int16 \[2, 2\]; \d+ bytes\n│   └── first values: 1, -2, 3, 4\n└── none: bool \[0\]; \d+ bytes\n$", Kit.Run("inspect", npz).Output);
        Assert.Matches(
            @"^a\.safetensors: 1 tensor with 2 elements; \d+ bytes\n├── epoch: 3\n└── head\.weight: F32 \[2\]; 8 bytes\n    └── first values: 1, 2\.5\n$", Kit.Run("inspect", tensors).Output);
    }

    [Fact]
    public void Recorded_sessions_and_runs()
    {
        ScriptedSession.Write(_folder, "Train", fights: 1, seed: 3);
        string runs = Path.Combine(_folder, "runs");
        using (var run = RunDirectory.Open("test", "gru-8", new { Seed = 42, Loss = new { Gamma = 2.0 } }, root: runs))
        {
            RunLog.Append(run.MetricsFile, new EpochLog(1, 1, 0, new Dictionary<string, double> { ["train_loss"] = 0.25 }));
            RunLog.Append(run.MetricsFile, new EpochLog(2, 1, 0, new Dictionary<string, double> { ["train_loss"] = 0.125 }));
        }

        var session = Kit.Run("inspect", _folder);
        Assert.Equal((0, ""), (session.ExitCode, session.Errors));
        Assert.Matches(@": 1 recorded session\n└── Train: [\d,]+ frames, 1 fight with [\d,]+ frames\n    ├── held in: UP ",
            session.Output);
        Assert.Contains("Train_events.jsonl: ", session.Output);
        string output = Kit.Run("inspect", Directory.GetDirectories(Path.Combine(runs, "test")).Single()).Output;
        Assert.Matches(@"^gru-8-[0-9a-f]{8}: run, not complete: no summary\.json\n├── config\.json: ", output);
        Assert.Contains("\"seed\":42", output);
        Assert.Matches(
            @"metrics\.jsonl: \d+ bytes, 2 epochs\n    ├── epoch 1: train_loss 0\.25\n    └── epoch 2: train_loss 0\.125\n",
            output);
    }

    [Fact]
    public void What_is_of_no_known_kind_is_one_error()
    {
        const string kinds =
            "expected a zarr store (a folder or .zip) or an array or group in one, a .npz, .npy, .safetensors, .json, .jsonl, "
            + ".csv or .png file, "
            + "a video (.mp4), a folder of recorded sessions (NAME_events.jsonl, NAME_frames.jsonl), a run's folder "
            + "(config.json), or a folder of these.\n";
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "notes")).FullName, "notes.txt"),
            zip = Path.Combine(_folder, "a.zip");
        File.WriteAllText(file, "");
        using (System.IO.Compression.ZipFile.Open(zip, System.IO.Compression.ZipArchiveMode.Create))
        {
        }

        foreach (var (path, message) in new[]
        {
            (file, $"{file}: found a file of another kind; {kinds}"),
            (Path.GetDirectoryName(file)!, $"{Path.GetDirectoryName(file)}: found a folder with notes.txt; {kinds}"),
            (file + "s", $"{file}s: found nothing there; {kinds}"),
            (zip, $"{zip}: found a zip file with neither .zgroup, .zarray nor zarr.json; expected a zarr store.\n"),
        })
        {
            var kit = Kit.Run("inspect", path);
            Assert.Equal((1, "", message), (kit.ExitCode, kit.Output, kit.Errors));
        }
    }
}
