using System.Globalization;
using OpenCvSharp;
using Research.Sessions;
using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.BehaviorCloning;

/// <summary>
/// Reconstructions of some frames after each epoch: <c>samples/epoch-0001.png</c> in its run, the frames above and the
/// reconstructions below.
/// </summary>
internal static class ReconstructionSamples
{
    private const int Most = 6;

    /// <summary>Writes the picture of an epoch, unless an interrupted run has left it.</summary>
    public static void Write(RunDirectory run, int epoch, nn.Module<Tensor, Tensor> network, FrameDataset frames, Device device)
    {
        string file = run[Path.Combine("samples", string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:0000}.png"))];
        if (File.Exists(file))
        {
            return;
        }

        int count = Math.Min(Most, frames.Count);
        var rows = Enumerable.Range(0, count).Select(i => frames.FrameIndices[(int)((i + 0.5) * frames.Count / count)]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        network.eval();
        using var noGrad = no_grad();
        foreach (var batch in new BatchLoader(frames.Store, rows, count).Epoch()) // there is one
        {
            using var scope = NewDisposeScope();
            var originals = batch.ToTensor(device); // [count, C, H, W]
            // [2, H, count, W, C], OpenCV's blue first
            var sheet = stack([originals, network.call(originals)]).flip(2).permute(0, 3, 1, 4, 2).contiguous();
            byte[] pixels = [.. sheet.flatten().cpu().data<float>().ToArray()
                .Select(p => (byte)Math.Round(255 * Math.Clamp(p, 0, 1)))];
            using var picture = Mat.FromPixelData(
                2 * batch.Height, count * batch.Width, MatType.CV_8UC(batch.Channels), pixels);
            Cv2.ImEncode(".png", picture, out byte[] png);
            AtomicFile.Write(file, beside => File.WriteAllBytes(beside, png), flush: false);
        }
    }
}
