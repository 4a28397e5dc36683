using Research.Fixtures;

namespace Research.Tests;

/// <summary>What tests/fixtures/cuphead_parity.py wrote.</summary>
internal static class CupheadFixtures
{
    internal static NpyArchive Open(string name) => new(Path.Combine(AppContext.BaseDirectory, "cuphead", name + ".npz"));
}
