using System.Security.Cryptography;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>A network of a convolution, a GRU and linear layers, its optimizer and its own source of random batches.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private readonly Sequential look = nn.Sequential(nn.Conv2d(1, 4, 3, padding: 1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten());
    private readonly GRU remember = nn.GRU(36, 16, batchFirst: true);
    private readonly Linear decide = nn.Linear(16, 3);
    private readonly Parameter[] parameters;
    private readonly Adam optimizer;
    private readonly Generator source = new((ulong)randint(0, 1_000_000, [1]).item<long>());

    internal SmallNetwork()
    {
        parameters = [.. look.parameters(), .. remember.parameters(), .. decide.parameters()];
        optimizer = optim.Adam(parameters, lr: 1e-3);
    }

    internal void Train(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            var frames = randn([8 * 5, 1, 6, 6], generator: source);
            var targets = randn(8, 3, generator: source);
            optimizer.zero_grad();
            var (states, _) = remember.call(look.forward(frames).reshape(8, 5, 36));
            var loss = nn.functional.mse_loss(decide.forward(states[.., -1]), targets);
            loss.backward();
            nn.utils.clip_grad_norm_(parameters, 1);
            optimizer.step();
        }
    }

    /// <summary>A hash of all weights, bit for bit.</summary>
    internal string Hash()
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in parameters)
            hash.AppendData(parameter.detach().contiguous().bytes);
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    public void Dispose()
    {
        optimizer.Dispose();
        look.Dispose();
        remember.Dispose();
        decide.Dispose();
    }
}
