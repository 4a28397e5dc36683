using System.Diagnostics;
using Research.Alignment;
using Research.Capture;

namespace Research.Tests.Capture;

/// <summary>
/// Run as a program, this assembly records a drawn screen and played keys until its input ends; so it can be stopped and killed.
/// </summary>
internal sealed class RecorderProcess : IDisposable
{
    private readonly Task<string> _errors;

    private RecorderProcess(Process process)
    {
        Process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public Process Process { get; }

    /// <summary>FFmpeg's process.</summary>
    public int Encoder { get; private set; }

    public static int Main(string[] arguments)
    {
        if (arguments is [Natives.LibtorchProcess.Argument])
        {
            return Natives.LibtorchProcess.Run();
        }

        var (folder, name, rate, seed) = (arguments[0], arguments[1], int.Parse(arguments[2]), int.Parse(arguments[3]));
        try
        {
            using var keys = new PlayedKeys(Script(seed));
            using var screen = new DrawnScreen(() => Show(keys, rate));
            using var control = new RecordingControl(keys, HotKeys.Report,
                () => SessionRecorder.Begin(screen, folder, name, new RecorderOptions { FramesPerSecond = rate, KeepFree = 0 }));
            control.Begin();
            while (control.Recorder is null && !control.Completion.IsCompleted)
            {
                Thread.Sleep(1);
            }

            Console.WriteLine("recording");
            Console.ReadLine();
            control.End("the input ended");
            control.Completion.GetAwaiter().GetResult();
            return 0;
        }
        catch (IOException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    /// <summary>What the screen shows at a time: the number of the frame, of those that began in 1970.</summary>
    public static int NumberAt(double time, int rate) => (int)((long)Math.Floor(time * rate) & ((1 << BarCode.Bits) - 1));

    public static RecorderProcess Start(string folder, string name, int rate, int seed, string? path = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileName(host) == "dotnet" ? host
            : "/usr/bin/dotnet",
            ["exec", typeof(RecorderProcess).Assembly.Location, folder, name, $"{rate}", $"{seed}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (path is not null)
        {
            start.Environment["PATH"] = path;
        }

        return new RecorderProcess(Process.Start(start)!);
    }

    /// <summary>Waits until the first frame and the first key are logged.</summary>
    public void AwaitRecording(SessionFiles files)
    {
        Assert.True(Process.StandardOutput.ReadLine() == "recording", "the recorder ended");
        while (new FileInfo(files.Frames).Length == 0 || new FileInfo(files.Events).Length == 0)
        {
            Assert.False(Process.HasExited, "the recorder ended");
            Thread.Sleep(5);
        }

        Encoder = RecordingInfo.Read(files.Info).FfmpegProcess;
    }

    /// <summary>Lets it end as it should.</summary>
    /// <returns>Exit code and errors.</returns>
    public (int Code, string Errors) End()
    {
        Process.StandardInput.Close();
        Process.WaitForExit();
        return (Process.ExitCode, _errors.GetAwaiter().GetResult().Trim());
    }

    public static void Signal(string signal, params int[] processes)
    {
        using var kill = Process.Start("kill", ["-" + signal, .. processes.Select(id => $"{id}")]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }

    /// <summary>The time and, in the order of Cuphead's actions, the keys.</summary>
    private static (int, uint) Show(PlayedKeys keys, int rate)
    {
        lock (keys.Moment)
        {
            uint held = 0;
            for (int action = 0; action < ActionSet.Cuphead.Count; action++)
            {
                held |= keys.IsHeld(ActionSet.Cuphead.Keys[action]) ? 1u << action : 0;
            }

            return (NumberAt(UtcClock.Now, rate), held);
        }
    }

    /// <summary>Keys of the game, pressed one after another without a pause in between, from the first moment on.</summary>
    private static (double, string, KeyTransition)[] Script(int seed)
    {
        var random = new Random(seed);
        var script = new List<(double, string, KeyTransition)> { (0, "8", KeyTransition.Down), (0, "8", KeyTransition.Up) };
        for (double t = 0; t < 60;)
        {
            string key = ActionSet.Cuphead.Keys[random.Next(ActionSet.Cuphead.Count)];
            script.Add((t, key, KeyTransition.Down));
            t += 0.05 + 0.2 * random.NextDouble();
            script.Add((t, key, KeyTransition.Up));
            t += 0.02 + 0.1 * random.NextDouble();
        }

        return [.. script];
    }
}
