using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Research.Cli.Tests;

/// <summary>
/// Debian's Slurm on this machine for one test: munge, the controller and one node of two cores, in folders and on ports of their
/// own.
/// </summary>
internal sealed class SlurmCluster : IDisposable
{
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel"];

    // short: a socket's path must be
    private readonly string _folder = Directory.CreateTempSubdirectory("research-slurm-").FullName;
    private readonly List<Process> _daemons = [];
    private Process? _controller;

    public SlurmCluster()
    {
        string host = Dns.GetHostName().Split('.')[0];
        File.WriteAllText(Configuration, $"""
            ClusterName=research
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={FreePort()}
            SlurmdPort={FreePort()}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={_folder}/munge/socket
            CredType=cred/munge
            MpiDefault=none
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            StateSaveLocation={_folder}/state
            SlurmdSpoolDir={_folder}/spool
            SlurmctldPidFile={_folder}/slurmctld.pid
            SlurmdPidFile={_folder}/slurmd.pid
            SlurmctldLogFile={_folder}/slurmctld.log
            SlurmdLogFile={_folder}/slurmd.log
            ReturnToService=2
            KillWait=10
            SchedulerType=sched/builtin
            SchedulerParameters=sched_min_interval=100000,batch_sched_delay=0
            SelectType=select/cons_tres
            SelectTypeParameters=CR_CPU_Memory
            NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000 State=UNKNOWN
            PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
        foreach (string name in (string[])["munge", "state", "spool"])
        {
            Directory.CreateDirectory(Path.Combine(_folder, name));
        }

        string munge = Path.Combine(_folder, "munge"), key = Path.Combine(munge, "key");
        File.WriteAllBytes(key, RandomNumberGenerator.GetBytes(1024));
        Process.Start("chmod", ["755", _folder, munge]).WaitForExit(); // munge asks for it
        Process.Start("chmod", ["400", key]).WaitForExit();
        Start("munged", "--foreground", "--force", $"--key-file={key}", $"--socket={munge}/socket", $"--pid-file={munge}/pid",
            $"--seed-file={munge}/seed", $"--log-file={munge}/log", "--num-threads=2");
        Wait(() => File.Exists(Path.Combine(munge, "socket")), "munged");
        _controller = Start("slurmctld", "-D");
        Start("slurmd", "-D");
        Wait(() => Run("sinfo", "--noheader", "--format=%T").Output.Trim() == "idle", "slurmd");
    }

    /// <summary>Why there is no cluster on this machine; null where there is one.</summary>
    public static string? Absence =>
        Environment.UserName != "root" ? "its daemons are started by root only"
        : Programs.FirstOrDefault(program => !Path.Exists($"/usr/bin/{program}") && !Path.Exists($"/usr/sbin/{program}"))
            is { } missing ? $"{missing} is not installed"
        : null;

    /// <summary>What programs find the cluster by.</summary>
    public IReadOnlyDictionary<string, string?> Environments =>
        new Dictionary<string, string?> { ["SLURM_CONF"] = Configuration };

    private string Configuration => Path.Combine(_folder, "slurm.conf");

    /// <summary>Runs one of Slurm's commands.</summary>
    public (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Launch(program, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }

    /// <summary>Ends the controller as its service would, so that it saves its state; jobs go on without it.</summary>
    public void StopController()
    {
        End(_controller!);
        _daemons.Remove(_controller!);
        _controller = null;
    }

    /// <summary>Starts a controller, which goes by what the one before has saved.</summary>
    public void StartController()
    {
        _controller = Start("slurmctld", "-D");
        Wait(() => Run("squeue").ExitCode == 0, "slurmctld");
    }

    /// <summary>Waits until no job is left.</summary>
    public void WaitUntilIdle() => Wait(() => Run("squeue", "--noheader") is (0, { } queue) && queue.Trim().Length == 0,
        "the jobs");

    public void Dispose()
    {
        Run("scancel", "--user=root");
        foreach (var daemon in Enumerable.Reverse(_daemons))
        {
            End(daemon);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void End(Process daemon)
    {
        Process.Start("kill", ["-TERM", $"{daemon.Id}"]).WaitForExit();
        if (!daemon.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            daemon.Kill();
        }

        daemon.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Wait(Func<bool> isReady, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!isReady())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{what} did not get ready: {Logs()}");
            Thread.Sleep(100);
        }
    }

    private string Logs() => string.Concat(Directory.EnumerateFiles(_folder, "*.log")
        .Select(file => $"\n{file}:\n{string.Join('\n', File.ReadLines(file).TakeLast(20))}"));

    private Process Start(string program, params string[] arguments)
    {
        var process = Launch(program, arguments);
        process.BeginOutputReadLine();
        _daemons.Add(process);
        return process;
    }

    private Process Launch(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Configuration;
        start.Environment["PATH"] += ":/usr/sbin";
        if (Path.Exists($"/usr/sbin/{program}"))
        {
            start.FileName = $"/usr/sbin/{program}";
        }

        var process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }
}
