using Research.Training;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.Training;

/// <summary>
/// Every experiment on a GPU. Skipped where libtorch reaches none; build with <c>-p:TorchPackage=cuda</c> for NVIDIA's.
/// </summary>
[Collection(nameof(TakingTurns))]
public sealed class GpuTests
{
    public static TheoryData<string> Names => [.. SmallTrainings.All.Keys];

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void A_training_on_a_gpu_comes_to_what_the_cpus_does_and_its_weights_predict_the_same_on_either(string experiment)
    {
        SkipWithoutGpu();
        using var onCpu = new SmallTrainings(TorchDevice.Cpu);
        var cpu = SmallTrainings.All[experiment](onCpu);
        using var onGpu = new SmallTrainings(TorchDevice.Parse("cuda"));
        var gpu = SmallTrainings.All[experiment](onGpu);

        // The weights begin alike. Dropout draws other masks there, and the quantizers' lots other vectors: losses are near, not
        // equal.
        Assert.All(cpu.Loss.Zip(gpu.Loss), pair => Assert.InRange(pair.Second / pair.First, 0.8, 1.25));
        if (gpu.Reload is { } reload)
        {
            foreach (var device in new[] { TorchDevice.Cpu, TorchDevice.Parse("cuda") })
            {
                // cuDNN convolves in TF32
                Assert.All(gpu.Predicted.Zip(reload(device)),
                    pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.01));
            }
        }
    }

    [SkippableFact]
    public void The_seed_is_the_gpus_too()
    {
        SkipWithoutGpu();
        float[] Draw()
        {
            using var scope = NewDisposeScope();
            manual_seed(5);
            return rand(100, device: device("cuda:0")).cpu().data<float>().ToArray();
        }

        Assert.Equal(Draw(), Draw());
    }

    private static void SkipWithoutGpu() =>
        Skip.If(TorchRuntime.Devices.Count == 1,
            "libtorch reaches no GPU here (doctor says why); what runs on the CPU alone is in TensorDeviceTests.");
}
