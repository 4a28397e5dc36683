using System.Diagnostics;
using Research.Experiments.BehaviorCloning;
using Research.Sessions;
using Research.Simulation.Environments;
using Research.TestDisplay;
using Research.Training;

namespace Research.Benchmarks;

/// <summary>
/// From the picture of a window to the keys that a policy presses in it: the simulated game on a virtual screen, played by a
/// policy on stacks of six frames, each in a process of its own.
/// </summary>
internal static class AgentBenchmark
{
    private const int Seconds = 30;

    private static string Kit => Path.Combine(Repository.Root, "src/Research.Cli/bin/Release/net10.0/Research.Cli.dll");

    public static int Run()
    {
        if (VirtualDisplay.Missing is { } missing)
        {
            Console.WriteLine($"agent: {missing}");
            return 0;
        }

        string folder = Directory.CreateTempSubdirectory("agent-").FullName;
        try
        {
            string run = Train(folder);
            using var display = VirtualDisplay.Start(800, 480);
            using var game = Start(display, "simulate", "boss-fight", "--window", "--fights", "100");
            game.StandardOutput.ReadLine(); // the window is there
            Console.WriteLine($"agent: 640x360 at 10 frames/s for {Seconds} s, {Environment.ProcessorCount} cores");
            using var agent = Start(display, "agent", "--window", "Boss fight", "--policy", run, "--sampled", "--seconds",
                $"{Seconds}", "--device", "cpu");
            Console.Write(agent.StandardOutput.ReadToEnd());
            agent.WaitForExit();
            game.Kill();
            game.WaitForExit();
            return agent.ExitCode;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Train(string folder)
    {
        _ = FightSession.Record(folder, "Train", new AlwaysShoot(), [1]);
        using var fights = FightDataset.Load(Session.Open(folder, "Train"));
        using var policy = FrameStackPolicy.TrainOrLoad(
            new FrameStackOptions { Epochs = 1, Device = TorchDevice.Parse("cpu") }, [fights], fights,
            context: new RunContext { Experiment = Path.Combine(folder, "runs") });
        return policy.Folder;
    }

    private static Process Start(VirtualDisplay display, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Kit, .. arguments]) { RedirectStandardOutput = true };
        return display.Start(start);
    }
}
