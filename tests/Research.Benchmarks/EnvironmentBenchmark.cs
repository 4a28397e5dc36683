using Research.Alignment;
using Research.Simulation.Environments;

namespace Research.Benchmarks;

/// <summary>
/// Steps a second of the boss fight in eight lanes, with and without rendered observations; of the duel and the maze with them.
/// </summary>
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
        uint shoot = 1u << ActionSet.Cuphead.IndexOf("SHOOT");
        double rendered = Measure("128x72 observations", _ => new BossFightEnvironment(sprites), Steps, isRendered: true, shoot),
            bare = Measure("without observations", _ => new BossFightEnvironment(sprites), Steps, isRendered: false, shoot),
            duel = Measure("duel, 256x144 colour", _ => new DuelEnvironment(), Steps / 50, isRendered: true),
            maze = Measure("maze, 160x210 colour", _ => new MazeEnvironment(), Steps / 50, isRendered: true);
        BenchFile.Write("environments",
            new
            {
                BenchFile.Machine,
                Lanes,
                Threads,
                Steps,
                RenderedStepsPerSecond = rendered,
                BareStepsPerSecond = bare,
                DuelStepsPerSecond = duel,
                MazeStepsPerSecond = maze,
                AimRendered,
                AimBare,
            });
        return rendered >= AimRendered && bare >= AimBare ? 0 : 1;
    }

    private static double Measure(string name, Func<int, IEnvironment> make, int steps, bool isRendered, uint always = 0)
    {
        using var environment = new VectorEnvironment(make, Lanes, threads: Threads);
        byte[] observations = isRendered ? new byte[Lanes * environment.SingleObservationSpace.Size] : [];
        uint[] actions = new uint[Lanes];
        var random = new Random(1);
        int actionCount = (int)environment.SingleActionSpace.Count;
        long allocated = 0;
        environment.Reset(0, observations);
        var timing = Timing.Alternate(Rounds, () =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int step = 0; step < steps; step++)
            {
                if (step % 4 == 0)
                {
                    actions[random.Next(Lanes)] = always | (uint)random.Next(actionCount);
                }

                environment.Step(actions, observations);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        })[0];
        double rate = Lanes * steps / timing.Median;
        Console.WriteLine($"  {name,-20}  {timing}   {rate:N0} steps/s, {allocated} bytes allocated in the last round");
        return rate;
    }
}
