using Research.Arrays.Npy;

namespace Research.Experiments.Tests.DodgeTiming;

/// <summary>What tests/fixtures/dodge_parity.py wrote.</summary>
internal static class DodgeFixtures
{
    internal static Npz Open(string name) => Npz.Open(Path.Combine(AppContext.BaseDirectory, "dodge", name + ".npz"));
}
