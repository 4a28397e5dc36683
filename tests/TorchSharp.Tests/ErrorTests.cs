using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ErrorTests
{
    private static void Refused(string message, Func<object> call) =>
        Assert.Equal(message, Assert.Throws<ExternalException>(call).Message);

    [Fact]
    public void A_refused_call_names_the_operator_the_arguments_and_the_reason()
    {
        Refused(
            "matmul(Float32[2, 3], Float32[4, 5]): mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
            () => ones(2, 3).matmul(ones(4, 5)));
        Refused(
            "add.Tensor(Float32[2], Float64[3]): The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0",
            () => ones(2) + ones(3, float64));
        Refused(
            "view(Int64[6], [4, -1]): shape '[4, -1]' is invalid for input of size 6",
            () => arange(6).view(4, -1));
        Refused(
            "cat([Float32[1, 2], Float32[1, 3]], 0): Sizes of tensors must match except in dimension 0. Expected size 2 but got size 3 for tensor number 1 in the list.",
            () => cat([ones(1, 2), ones(1, 3)]));
        Refused(
            "gather(Float32[2], 0, Float32[1]): gather(): Expected dtype int64 for index",
            () => ones(2).gather(0, ones(1)));
        Refused(
            "sum.dim_IntList(Float32[2], 3, false, None): Dimension out of range (expected to be in range of [-1, 0], but got 3)",
            () => ones(2).sum(3));
        Refused(
            "einsum('ij,jk->ik', [Float32[2, 2]]): einsum(): fewer operands were provided than specified in the equation",
            () => einsum("ij,jk->ik", ones(2, 2)));
    }

    [Fact]
    public void Elements_of_another_type_are_refused()
    {
        Assert.Equal("Double is not compatible with Float32", Assert.Throws<ArgumentException>(() => ones(1).data<double>()).Message);
        Assert.Equal(
            "Number of elements in the tensor must be 1, not 2.", Assert.Throws<ArgumentException>(() => ones(2).item<float>()).Message);
        Assert.Throws<InvalidOperationException>(() => ones(2, 3).t().bytes.Length);
        Assert.Throws<NotSupportedException>(() => from_array(new[] { "a" }));
    }
}
