using Research.Training;
using TorchSharp;

namespace Research.Tests.Training;

public class TensorEngineTests
{
    [Fact]
    public void The_engine_describes_itself()
    {
        Assert.Null(TensorEngine.Fault);
        Assert.Matches(@"^\d+\.\d+", TensorEngine.Version);
        Assert.Equal(torch.get_num_threads(), TensorEngine.Threads);
        Assert.Equal("cpu", TensorEngine.Devices[0]);
        Assert.Equal(torch.cuda.device_count(), TensorEngine.Devices.Count - 1);
    }

    [Fact]
    public void The_BLAS_is_a_file_of_this_machine()
    {
        if (TensorEngine.Blas is { } path)
        {
            Assert.True(File.Exists(path), path);
        }
    }

    [Fact]
    public void The_vector_instructions_are_those_that_libtorch_names() =>
        Assert.Contains($"CPU capability usage: {TensorEngine.CpuCapability}", torch.__config__.show(), StringComparison.Ordinal);
}
