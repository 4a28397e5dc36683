using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Research.Natives;
using Research.Training;
using TorchSharp;

namespace Research.Tests.Natives;

public class NativeLibrariesTests
{
    private const string System = "/usr/lib/x86_64-linux-gnu";

    /// <summary>The files that must be mapped, and no other of their names.</summary>
    private static string[] Expected =>
    [
        .. ((string[])["libc10.so", "libgomp-98b21ff3.so.1", "libtorch.so", "libtorch_cpu.so"])
            .Select(name => NativeLibraries.LibtorchFolder + name).Append(NativeLibraries.TorchSharpLibrary).Order(),
    ];

    [SkippableFact]
    public void The_libtorch_that_is_loaded_is_the_packages()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lists what is mapped.");

        Assert.Equal(3, torch.ones(3).sum().item<float>());
        Assert.Equal(Expected, LibtorchProcess.Mapped());
        Assert.Equal(NativeLibraries.LibtorchFolder + "libtorch_cpu.so", TorchRuntime.File);
    }

    [SkippableFact]
    public void Another_libtorch_on_the_search_path_is_passed_over()
    {
        Skip.IfNot(File.Exists($"{System}/libtorch_cpu.so"),
            "Debian's libtorch is not installed (apt-get install libtorch-dev).");

        Assert.Equal(["3", .. Expected], LibtorchProcess.Start(System));
    }

    [SkippableFact]
    public void A_library_that_is_loaded_by_its_path_finds_them()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Only Linux lists what is mapped.");
        string[] parts = AppContext.BaseDirectory.TrimEnd('/').Split('/');
        string folder = Path.Combine([Repository.Root, "src", "Research", .. parts[^3..]]);
        var context = new AssemblyLoadContext("a notebook", isCollectible: false);
        context.Resolving += (_, name) => File.Exists(Path.Combine(folder, name.Name + ".dll"))
            ? context.LoadFromAssemblyPath(Path.Combine(folder, name.Name + ".dll")) : null;

        var research = context.LoadFromAssemblyPath(Path.Combine(folder, "Research.dll"));
        var torchSharp = context.LoadFromAssemblyPath(Path.Combine(folder, "TorchSharp.dll"));
        Assert.NotSame(typeof(torch).Assembly, torchSharp);
        var runtime = research.GetType("Research.Training.TorchRuntime", throwOnError: true)!;

        Assert.Null(runtime.GetProperty("Fault")!.GetValue(null));
        Assert.Equal(NativeLibraries.LibtorchFolder + "libtorch_cpu.so", runtime.GetProperty("File")!.GetValue(null));
        var threads = torchSharp.GetType("TorchSharp.torch", throwOnError: true)!
            .GetMethod("get_num_threads", BindingFlags.Static | BindingFlags.Public)!;
        Assert.Equal(torch.get_num_threads(), threads.Invoke(null, null));
        Assert.Equal(Expected, LibtorchProcess.Mapped());
        var openCv = research.GetType("Research.Natives.OpenCvRuntime", throwOnError: true)!;
        Assert.Equal(OpenCvRuntime.Version, openCv.GetProperty("Version")!.GetValue(null));
    }

    [Fact]
    public void OpenCv_describes_itself()
    {
        Assert.Null(OpenCvRuntime.Fault);
        Assert.Null(NativeLibraries.Fault);
        Assert.Matches(@"^4\.\d+\.\d+$", OpenCvRuntime.Version);
        Assert.Contains("FFMPEG", OpenCvRuntime.VideoBackends);
        Assert.True(File.Exists(OpenCvRuntime.File));
    }

    [Fact]
    public void A_file_that_is_gone_is_named_with_the_way_out()
    {
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "libtorch_cpu.so");

        var load = NativeLoad.Of("libtorch", [file], NativeLoad.TorchPackages);

        Assert.Equal(
            $"libtorch cannot be loaded: {file}: found no such file. To mend it, run 'dotnet build Research.sln -c Release' "
            + "in the kit's folder, which fetches the NuGet packages again.", load.Fault);
        Assert.Equal(load.Fault, Assert.Throws<DllNotFoundException>(() => load.Required).Message);
    }

    [SkippableFact]
    public void A_file_that_is_damaged_is_named_with_the_loaders_words()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The words are those of Linux's loader.");
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "libtorch_cpu.so");
        File.WriteAllText(file, "no library");

        Assert.Equal($"libtorch cannot be loaded: {file}: {file}: file too short. To mend it, delete its folder if the file is "
            + "damaged, and run 'dotnet build Research.sln -c Release' in the kit's folder, which fetches the NuGet packages "
            + "again.",
            NativeLoad.Of("libtorch", [file], NativeLoad.TorchPackages).Fault);
    }

    [Theory]
    [InlineData("libgtk-3.so.0: cannot open shared object file: No such file or directory", "linux-x64",
        "run 'apt-get install libgtk-3-0 ")]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by a.so)", "linux-x64",
        "run 'dotnet build Research.sln -c Release' in the kit's folder, which fetches the NuGet packages again and makes the "
        + "copy of ")]
    [InlineData("/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.28' not found (required by a.so)", "linux-x64",
        "use a newer system: this one lacks GLIBC_2.28, which Debian 12 and Ubuntu 22.04 have")]
    [InlineData(null, "linux-musl-x64",
        "use linux-x64 with glibc, win-x64 or osx-arm64: the packages have none for linux-musl-x64")]
    [InlineData(null, "linux-arm64", "use linux-x64 with glibc, win-x64 or osx-arm64: the packages have none for linux-arm64")]
    [InlineData(null, "osx-x64", "use linux-x64 with glibc, win-x64 or osx-arm64: the packages have none for osx-x64")]
    [InlineData(null, "osx-arm64", "run 'dotnet build Research.sln -c Release'")]
    [InlineData(null, "win-x64", "run 'dotnet build Research.sln -c Release'")]
    public void The_way_out_follows_from_the_loaders_words(string? words, string platform, string wayOut) =>
        Assert.StartsWith(wayOut, NativeLoad.WayOut(words, platform, NativeLoad.OpenCvPackages));

    [Fact]
    public void No_output_folder_has_a_copy()
    {
        string[] names = ["libtorch_cpu.*", "torch_cpu.dll", "*LibTorchSharp.*", "*OpenCvSharpExtern.*"];
        var copies = ((string[])["src", "tests"]).SelectMany(folder => names.SelectMany(name =>
            Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), name, SearchOption.AllDirectories)));

        Assert.DoesNotContain(copies, file => file != NativeLibraries.TorchSharpLibrary);
    }

    [Fact]
    public void Only_this_platforms_libtorch_is_fetched()
    {
        string file = Path.Combine(Repository.Root, "src", "Research", "obj", "project.assets.json");
        using var assets = JsonDocument.Parse(File.ReadAllText(file));
        string[] libraries = [.. assets.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name)];

        string libtorch = Assert.Single(libraries, name => name.StartsWith("libtorch", StringComparison.OrdinalIgnoreCase));
        Assert.Contains(libtorch.Split('/')[0]["libtorch-cpu-".Length..], NativeLibraries.LibtorchFolder);
        Assert.Single(libraries, name => name.StartsWith("OpenCvSharp4.", StringComparison.OrdinalIgnoreCase));
    }
}
