using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class CreationTests
{
    [Fact]
    public void Factories_give_the_shape_the_dtype_and_the_values_they_are_asked_for()
    {
        Assert.Equal([2, 3], zeros(2, 3).shape);
        Assert.Equal(ScalarType.Float32, ones(2).dtype);
        Assert.Equal([7f, 7f], full(2, 7f).data<float>().ToArray());
        Assert.Equal(ScalarType.Int64, full(2, 7).dtype);
        Assert.Equal([0L, 1, 2, 3], arange(4).data<long>().ToArray());
        Assert.Equal([1f, 1.5f, 2f], arange(1, 2.5, 0.5).data<float>().ToArray());
        Assert.Equal([0d, 0.5, 1], linspace(0, 1, 3, float64).data<double>().ToArray());
        Assert.Equal([1f, 0, 0, 1], eye(2).data<float>().ToArray());
        Assert.Equal([1L, 2, 3, 4, 5], randperm(5).add(1).sort().values.data<long>().ToArray());
        Assert.Equal([3, 1, 2, 2], randint(10, [3, 1, 2, 2]).shape);
    }

    [Fact]
    public void Arrays_keep_their_shape_their_order_and_their_type()
    {
        Assert.Equal([2, 2], tensor(new[,] { { 1f, 2 }, { 3, 4 } }).shape);
        Assert.Equal([1, 2, 1, 2], tensor(new double[1, 2, 1, 2]).shape);
        Assert.Equal(ScalarType.Bool, tensor(new[] { true, false }).dtype);
        Assert.Equal([1f, 2, 3, 4], tensor(new byte[] { 1, 2, 3, 4 }, [2, 2], float32).data<float>().ToArray());
        Assert.Equal([5L, 6], from_array(new long[,] { { 5 }, { 6 } }).data<long>().ToArray());
        Assert.Equal(1.5, tensor(1.5).item<double>());
        Assert.Empty(tensor(2).shape);
        Assert.Equal(0, tensor(Array.Empty<float>()).numel());
    }

    [Fact]
    public void An_array_of_another_size_than_the_shape_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => tensor(new[] { 1f, 2, 3 }, [2, 2]));
        Assert.Equal("mismatched total size creating a tensor from an array: 4 vs. 3", error.Message);
    }

    [Fact]
    public void A_seed_repeats_the_numbers_and_a_state_resumes_them()
    {
        manual_seed(7);
        var first = randn(5).data<float>().ToArray();
        using var state = get_rng_state();
        var next = rand(3).data<float>().ToArray();
        manual_seed(7);
        Assert.Equal(first, randn(5).data<float>().ToArray());
        set_rng_state(state);
        Assert.Equal(next, rand(3).data<float>().ToArray());
        Assert.Equal(7, torch.random.initial_seed());
    }

    [Fact]
    public void A_generator_draws_apart_from_the_default_one()
    {
        using var one = new Generator(3);
        using var other = new Generator(3);
        Assert.Equal(randn(4, generator: one).data<float>().ToArray(), randn(4, generator: other).data<float>().ToArray());
        Assert.NotEqual(randn(4, generator: one).data<float>().ToArray(), randn(4).data<float>().ToArray());
    }
}
