using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class RuntimeTests
{
    [Fact]
    public void Libtorch_describes_itself()
    {
        Assert.Matches(@"^\d+\.\d+", __version__);
        Assert.Contains("GCC", __config__.show(), StringComparison.Ordinal);
        Assert.Contains("get_num_threads", __config__.parallel_info(), StringComparison.Ordinal);
        Assert.NotEmpty(__config__.Blas());
        Assert.Equal(cuda.is_available(), cuda.device_count() > 0);
    }

    [Fact]
    public void The_number_of_threads_can_be_set()
    {
        var before = get_num_threads();
        set_num_threads(1);
        Assert.Equal(1, get_num_threads());
        set_num_threads(before);
        Assert.Throws<ArgumentOutOfRangeException>(() => set_num_threads(0));
    }

    [Fact]
    public void Every_operator_of_the_table_exists_in_this_libtorch()
    {
        var operators = typeof(Aten).GetFields(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static);
        Assert.NotEmpty(operators);
        var missing = operators.Where(field => !((Operator)field.GetValue(null)!).Exists).Select(field => field.Name);
        Assert.Empty(missing);
    }

    [Fact]
    public void An_operator_that_does_not_exist_is_named()
    {
        Operator unknown = "no_such_operator.Tensor";
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => unknown.Call(ones(1)));
        Assert.StartsWith("libtorch has no operator no_such_operator.Tensor: Could not find schema for aten::no_such_operator.Tensor", error.Message, StringComparison.Ordinal);
    }
}
