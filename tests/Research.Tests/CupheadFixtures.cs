using Research.Arrays.Npy;

namespace Research.Tests;

/// <summary>What tests/fixtures/cuphead_parity.py wrote.</summary>
internal static class CupheadFixtures
{
    internal static Npz Open(string name) => Npz.Open(Path.Combine(AppContext.BaseDirectory, "cuphead", name + ".npz"));
}
