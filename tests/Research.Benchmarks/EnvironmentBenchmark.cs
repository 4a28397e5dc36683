using Research.Alignment;
using Research.Simulation.Environments;

namespace Research.Benchmarks;

/// <summary>Steps a second of the boss fight in eight lanes, with and without rendered observations.</summary>
internal static class EnvironmentBenchmark
{
    private const int Lanes = 8, Steps = 20_000, Rounds = 5, Threads = 2;
    private const double AimRendered = 20_000, AimBare = 200_000;

    public static int Run()
    {
        Console.WriteLine(
            $"environments: the boss fight, {Lanes} lanes on {Threads} threads, {Steps:N0} steps of each, median of {Rounds}, "
            + $"{Environment.ProcessorCount} cores");
        using var sprites = new BossFightSprites();
        double rendered = Measure("128x72 observations", sprites, isRendered: true),
            bare = Measure("without observations", sprites, isRendered: false);
        BenchFile.Write("environments",
            new
            {
                BenchFile.Machine,
                Lanes,
                Threads,
                Steps,
                RenderedStepsPerSecond = rendered,
                BareStepsPerSecond = bare,
                AimRendered,
                AimBare,
            });
        return rendered >= AimRendered && bare >= AimBare ? 0 : 1;
    }

    private static double Measure(string name, BossFightSprites sprites, bool isRendered)
    {
        using var environment = new VectorEnvironment(_ => new BossFightEnvironment(sprites), Lanes, threads: Threads);
        byte[] observations = isRendered ? new byte[Lanes * environment.SingleObservationSpace.Size] : [];
        uint[] actions = new uint[Lanes];
        var random = new Random(1);
        uint shoot = 1u << ActionSet.Cuphead.IndexOf("SHOOT");
        long allocated = 0;
        environment.Reset(0, observations);
        var timing = Timing.Alternate(Rounds, () =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < Steps; step++)
            {
                if (step % 4 == 0)
                {
                    actions[random.Next(Lanes)] = shoot | (uint)random.Next(128);
                }

                environment.Step(actions, observations);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        })[0];
        double rate = Lanes * Steps / timing.Median;
        Console.WriteLine($"  {name,-20}  {timing}   {rate:N0} steps/s, {allocated} bytes allocated in the last round");
        return rate;
    }
}
