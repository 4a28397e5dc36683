using TorchSharp.Native;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class OperatorProfileTests
{
    private const int Rows = 211, Columns = 37;

    [Fact]
    public void A_profile_has_the_operators_of_both_passes_with_shapes_and_counts()
    {
        using var scope = NewDisposeScope();
        Tensor input = ones(Rows, Columns), weight = ones([Columns, Columns], requires_grad: true);
        var profile = OperatorProfile.Of(() =>
        {
            for (var i = 0; i < 3; i++)
                input.mm(weight).sum().backward();
        });

        var forward = Assert.Single(profile, row => row is { Name: "aten::mm", IsBackward: false });
        Assert.Equal((3, $"[{Rows}, {Columns}] [{Columns}, {Columns}]"), (forward.Calls, forward.Shapes));
        var backward = Assert.Single(profile, row => row is { Name: "aten::mm", IsBackward: true });
        Assert.Equal((3, $"[{Columns}, {Rows}] [{Rows}, {Columns}]"), (backward.Calls, backward.Shapes));
        Assert.All(profile, row => Assert.InRange(row.Seconds, 1e-9, 10));
    }

    [Fact]
    public void An_operator_is_not_charged_with_what_it_calls()
    {
        using var scope = NewDisposeScope();
        Tensor input = ones(Rows, 1009), weight = ones(1013, 1009);
        var profile = OperatorProfile.Of(() => nn.functional.linear(input, weight));

        double own = Assert.Single(profile, row => row.Name == "aten::linear" && row.Shapes == $"[{Rows}, 1009] [1013, 1009]").Seconds;
        double product = Assert.Single(profile, row => row.Name is "aten::mm" or "aten::addmm" && row.Shapes == $"[{Rows}, 1009] [1009, 1013]").Seconds;
        Assert.True(own < product, $"linear itself {own} s, its product {product} s");
    }

    [Fact]
    public void There_is_one_profile_at_a_time()
    {
        string message = "";
        OperatorProfile.Of(() => message = Assert.Throws<InvalidOperationException>(() => OperatorProfile.Of(() => { })).Message);
        Assert.Equal("A profile is being taken already; there can be one at a time.", message);
        Assert.Throws<FormatException>(() => OperatorProfile.Of(() => throw new FormatException()));
        Assert.Empty(OperatorProfile.Of(() => { }));
    }
}
