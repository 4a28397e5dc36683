using Research.Fixtures;

namespace Research.Tests.Dodge;

/// <summary>What tests/fixtures/dodge_parity.py wrote.</summary>
internal static class DodgeFixtures
{
    internal static NpyArchive Open(string name) => new(Path.Combine(AppContext.BaseDirectory, "dodge", name + ".npz"));
}
