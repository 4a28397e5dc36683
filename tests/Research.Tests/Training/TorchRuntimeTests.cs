using Research.Training;
using TorchSharp;

namespace Research.Tests.Training;

public class TorchRuntimeTests
{
    [Fact]
    public void The_engine_describes_itself()
    {
        Assert.Null(TorchRuntime.Fault);
        Assert.Matches(@"^\d+\.\d+", TorchRuntime.Version);
        Assert.Equal(torch.get_num_threads(), TorchRuntime.Threads);
        Assert.Equal("cpu", TorchRuntime.Devices[0]);
        Assert.Equal(torch.cuda.device_count(), TorchRuntime.Devices.Count - 1);
    }
}
