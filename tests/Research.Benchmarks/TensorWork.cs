using Research.Models;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>The work that is timed; tensors.py has the same, as the documents write it.</summary>
internal static class TensorWork
{
    /// <summary>A training step of the Cuphead report's second autoencoder: latent 512, 32 frames of 72×128.</summary>
    public static Action Autoencoder()
    {
        var model = new LatentAutoencoder(512);
        var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
        Tensor frames = rand([32, 1, 72, 128]);
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            Tensor loss = nn.functional.mse_loss(model.forward(frames), frames);
            loss.backward();
            optimizer.step();
        };
    }

    /// <summary>A training step of the recurrent policy: 32 windows of 10 latents of 512, hidden 128.</summary>
    public static Action Gru()
    {
        var cell = nn.GRU(512, 128, batchFirst: true);
        var head = nn.Linear(128, 7);
        var optimizer = optim.Adam([.. cell.parameters(), .. head.parameters()], lr: 1e-3);
        Tensor windows = rand([32, 10, 512]), keys = rand([32, 7]).round();
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var (states, _) = cell.call(windows);
            Tensor loss = nn.functional.binary_cross_entropy_with_logits(head.forward(states[.., -1]), keys);
            loss.backward();
            optimizer.step();
        };
    }

    /// <summary>One plus one: what a call costs.</summary>
    public static Action Add()
    {
        Tensor a = ones(1), b = ones(1);
        return () => (a + b).Dispose();
    }
}
