using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class PrintingTests
{
    private readonly Tensor table =
        tensor(new[] { 0.0f, 3.141f, 6.2834f, 3.14152f, 6.28e-06f, -13.141529f, 0.01f, 4713.14f }, [2, 4]);

    [Fact]
    public void Metadata_is_the_default() => Assert.Equal("[2x4], type = Float32, device = cpu", table.ToString());

    [Fact]
    public void Julias_style_aligns_columns()
    {
        Assert.Equal("[], type = Float64, device = cpu, value = 2.5", tensor(2.5).str(newLine: "\n"));
        Assert.Equal("[3], type = Int64, device = cpu\n 0 1 2\n", arange(3).str(newLine: "\n"));
        Assert.Equal(
            "[2x4], type = Float32, device = cpu\n        0   3.141 6.2834 3.1415\n 6.28e-06 -13.142   0.01 4713.1\n",
            table.jlstr(newLine: "\n"));
        Assert.Equal(
            "[2x1x2], type = Bool, device = cpu\n\n[0,..,..] =\n True True\n\n[1,..,..] =\n True True\n",
            ones([2, 1, 2], @bool).str(newLine: "\n"));
        Assert.Equal("[20], type = Int64, device = cpu\n 0 1 2 3 4 ...\n", arange(20).str(width: 14, newLine: "\n"));
    }

    [Fact]
    public void Numpys_style_brackets_and_shortens()
    {
        Assert.Equal("[[0, 3.141, 6.2834, 3.1415]\n [6.28e-06, -13.142, 0.01, 4713.1]]", table.npstr(newLine: "\n"));
        Assert.Equal("[0, 1, 2, ..., 17, 18, 19]", arange(20).npstr());
        Assert.Equal("[[[0, 1]]\n\n [[2, 3]]]", arange(4).reshape(2, 1, 2).npstr(newLine: "\n"));
    }

    [Fact]
    public void Empty_tensors_print()
    {
        Assert.Equal("[0x3], type = Float32, device = cpu\n", zeros(0, 3).str(newLine: "\n"));
        Assert.Equal("[]", zeros(0).npstr());
    }
}
