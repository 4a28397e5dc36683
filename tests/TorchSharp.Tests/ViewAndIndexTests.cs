using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ViewAndIndexTests
{
    private readonly Tensor cube = arange(24).reshape(2, 3, 4);

    [Fact]
    public void Views_share_memory()
    {
        var rows = zeros(2, 3);
        rows[1].fill_(5);
        rows.view(-1).narrow(0, 0, 2).add_(1);
        rows.t()[2, 0].fill_(9);
        Assert.Equal([1f, 1, 9, 5, 5, 5], rows.data<float>().ToArray());
    }

    [Fact]
    public void Views_have_the_shapes_of_PyTorchs()
    {
        Assert.Equal([4, 2, 3], cube.permute(2, 0, 1).shape);
        Assert.Equal([2, 4, 3], cube.mT.shape);
        Assert.Equal([4, 3, 2], cube.T.shape);
        Assert.Equal([2, 12], cube.flatten(1).shape);
        Assert.Equal([2, 3, 2, 2], cube.unflatten(-1, 2, 2).shape);
        Assert.Equal([1, 2, 3, 4], cube.unsqueeze(0).shape);
        Assert.Equal([2, 3, 4], cube.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2, 2, 3, 4], cube.expand([2, -1, -1, -1]).shape);
        Assert.Equal([2, 3, 3, 2], cube.unfold(2, 2, 1).shape);
        Assert.Equal([[2, 3, 3], [2, 3, 1]], cube.split(3, 2).Select(part => part.shape));
        Assert.Equal([[2, 1, 4], [2, 2, 4]], cube.split([1, 2], 1).Select(part => part.shape));
        Assert.Equal(3, cube.unbind(1).Length);
        Assert.Equal(20, arange(20).unbind().Length);
        Assert.Equal([12, 4, 1], cube.stride());
        Assert.Equal(4, cube.size(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => cube.size(3));
    }

    [Fact]
    public void Numbers_ranges_and_the_ellipsis_index_as_in_Python()
    {
        Assert.Equal(23, cube[-1, -1, -1].item<long>());
        Assert.Equal([20L, 21, 22, 23], cube[1, ^1].data<long>().ToArray());
        Assert.Equal([1L, 13], cube[.., 0, 1].data<long>().ToArray());
        Assert.Equal([2, 1, 2], cube[TensorIndex.Colon, 1..^1, 2..].shape);
        Assert.Equal([0L, 2], cube[0, 0, TensorIndex.Slice(step: 2)].data<long>().ToArray());
        Assert.Equal([2, 3], cube[TensorIndex.Ellipsis, 0].shape);
        Assert.Equal([2, 1, 3, 4], cube[TensorIndex.Colon, TensorIndex.None].shape);
        Assert.Throws<ArgumentException>(() => cube[TensorIndex.Slice(step: -1)]);
    }

    [Fact]
    public void Tensors_index_as_in_Python()
    {
        var picks = tensor(new long[] { 2, 0 });
        Assert.Equal([2, 2, 4], cube[TensorIndex.Colon, TensorIndex.Tensor(picks)].shape);
        Assert.Equal([8L, 0], cube[0, TensorIndex.Tensor(picks), 0].data<long>().ToArray());
        Assert.Equal([22L, 23], cube[cube > 21].data<long>().ToArray());
        var mask = tensor(new[,] { { true, false, false }, { false, false, true } });
        Assert.Equal([1L, 2, 21, 22], cube[TensorIndex.Tensor(mask), 1..3].data<long>().ToArray());
    }

    [Fact]
    public void Indices_can_be_written_to()
    {
        var grid = zeros(3, 3);
        grid[0, 1] = 5f;
        grid[1] = tensor(new[] { 1f, 2, 3 });
        grid[.., 2] = full([1, 1, 3], 7f);
        grid[grid == 0] = -1;
        grid.index_put_((Scalar)4, TensorIndex.Tensor(tensor(new long[] { 2 })), 0);
        Assert.Equal([-1f, 5, 7, 1, 2, 7, 4, -1, 7], grid.data<float>().ToArray());
    }

    [Fact]
    public void An_index_that_is_a_whole_dimension_gives_a_second_reference_not_the_same_object()
    {
        var whole = cube[TensorIndex.Ellipsis];
        whole.Dispose();
        Assert.False(cube.IsInvalid);
    }

    [Fact]
    public void Elements_of_a_view_are_read_and_written_in_its_own_order()
    {
        var columns = cube[0].t();
        Assert.Equal([0L, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11], columns.data<long>().ToArray());
        var data = columns.data<long>();
        Assert.Equal(4, data[1]);
        Assert.Equal(9, data[1, 2]);
        data[1, 2] = 99;
        Assert.Equal(99, cube[0, 2, 1].item<long>());
        Assert.Equal([1L, 5, 99], data.Skip(3).Take(3));
        Assert.Equal(9, ((long[,])cube[0].contiguous().data<long>().ToNDArray())[2, 1] - 90);
        Assert.Throws<IndexOutOfRangeException>(() => data[12]);
    }
}
