using Research.Arrays.Elements;
using Research.Arrays.Npy;
using Research.Experiments.ControlTransformer;
using Research.Sessions.Controls;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ControlTransformer;

/// <summary>What tests/fixtures/control_parity.py wrote, and small recordings.</summary>
internal static class ControlFixtures
{
    internal static Npz Open(string name) => Npz.Open(Path.Combine(AppContext.BaseDirectory, "control", name + ".npz"));

    internal static Tensor Tensor(Npz file, string name) => file[name] is var array && array.DataType == ElementType.Bool
        ? tensor(array.Values<bool>(), [.. array.Shape.Select(n => (long)n)])
        : array.DataType == ElementType.Int64 ? tensor(array.Values<long>(), [.. array.Shape.Select(n => (long)n)])
        : tensor(array.Values<float>(), [.. array.Shape.Select(n => (long)n)]);

    internal static double Number(Npz file, string name) => file[name].Values<double>().Single();

    /// <summary>
    /// A recording of noise in which the first 28 features are the controls of this frame, and a screen is open now and then.
    /// </summary>
    internal static ControlRecording Recording(int frames, int seed, string? name = null)
    {
        var random = new Random(seed);
        float[] raw = [.. Enumerable.Range(0, frames * ControlLayout.RawFeatures).Select(_ => random.NextSingle())];
        float[] controls = new float[frames * 28];
        float[] state = new float[frames * ControlLayout.GameState];
        for (int frame = 0; frame < frames; frame++)
        {
            bool isScreen = frame / 7 % 3 == 2, isIdle = frame / 5 % 4 == 1;
            state[frame * ControlLayout.GameState + ControlLayout.ScreenOpen] = isScreen ? 1 : 0;
            var row = controls.AsSpan(frame * 28, 28);
            foreach (int press in isIdle ? [] : isScreen ? ControlLayout.Inventory : ControlLayout.Actions)
            {
                row[press] = random.NextDouble() < 0.3 ? 1 : 0;
            }

            (row[9], row[10]) = (random.NextSingle() * 2 - 1, random.NextSingle() * 2 - 1);
            row[14 + (frame + seed) / 4 % 9] = 1;
            (row[23], row[24]) = (random.NextSingle(), random.NextSingle());
            row.CopyTo(raw.AsSpan(frame * ControlLayout.RawFeatures));
        }

        return ControlRecording.Of(name ?? $"recording_{seed}", raw, controls, state);
    }

    internal static ControlDataset Dataset(int recordings = 3, int frames = 60) =>
        new("memory", [.. Enumerable.Range(1, recordings).Select(seed => Recording(frames, seed))]);
}
