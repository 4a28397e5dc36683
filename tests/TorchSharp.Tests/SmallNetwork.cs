using System.Security.Cryptography;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

/// <summary>A network, its optimizer and its own source of random batches.</summary>
internal sealed class SmallNetwork : IDisposable
{
    private readonly Sequential layers = nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 3));
    private readonly Adam optimizer;
    private readonly Generator source = new((ulong)randint(0, 1_000_000, [1]).item<long>());

    internal SmallNetwork() => optimizer = optim.Adam(layers.parameters(), lr: 1e-3);

    internal void Train(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            using var scope = NewDisposeScope();
            var inputs = randn(16, 20, generator: source);
            optimizer.zero_grad();
            var loss = (layers.forward(inputs) - inputs.narrow(1, 0, 3)).pow(2).mean();
            loss.backward();
            nn.utils.clip_grad_norm_(layers.parameters(), 1);
            optimizer.step();
        }
    }

    /// <summary>A hash of all weights, bit for bit.</summary>
    internal string Hash()
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in layers.parameters())
            hash.AppendData(parameter.detach().contiguous().bytes);
        return Convert.ToHexString(hash.GetCurrentHash());
    }

    public void Dispose()
    {
        optimizer.Dispose();
        layers.Dispose();
    }
}
