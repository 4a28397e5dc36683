using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class ModuleTests
{
    private sealed class Net : nn.Module<Tensor, Tensor>
    {
        private readonly Sequential body;
        [ComponentName(Name = "head")] private readonly Linear last;
        private readonly Parameter scale = nn.Parameter(ones(1));
        private readonly Tensor counts = zeros(3, int64);

        public Net() : base(nameof(Net))
        {
            body = nn.Sequential(nn.Linear(4, 8), nn.ReLU());
            last = nn.Linear(8, 3, hasBias: false);
            register_buffer("scratch", zeros(2), persistent: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            counts.add_(1);
            return last.call(body.call(input)) * scale;
        }
    }

    [Fact]
    public void Fields_are_found_and_named()
    {
        using var net = new Net();
        Assert.Equal(["scale", "body.0.weight", "body.0.bias", "head.weight"], net.named_parameters().Select(p => p.name));
        Assert.Equal(["scratch", "counts"], net.named_buffers().Select(b => b.name));
        Assert.Equal(["body", "head"], net.named_children().Select(c => c.name));
        Assert.Equal(["body", "head", "body.0", "body.1"], net.named_modules().Select(m => m.name));
        Assert.Equal(["scale", "counts", "body.0.weight", "body.0.bias", "head.weight"], net.state_dict().Keys);
        Assert.Equal(1 + 4 * 8 + 8 + 8 * 3, net.parameters().Sum(p => p.numel()));
        Assert.Same(net.parameters().Last(), net.get_parameter("head.weight"));
        Assert.True(net.has_buffer("counts"));
        Assert.False(net.has_parameter("body.9.weight"));
        Assert.Equal("Net", net.GetName());
    }

    [Fact]
    public void Training_reaches_every_module_below_and_apply_visits_children_first()
    {
        using var net = new Net();
        net.eval();
        Assert.All(net.modules().Append(net), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules().Append(net), module => Assert.True(module.training));
        var visited = new List<string>();
        net.apply(module => visited.Add(module.GetName()));
        Assert.Equal(["Linear", "ReLU", "Sequential", "Linear", "Net"], visited);
    }

    [Fact]
    public void Gradients_are_taken_away_or_set_to_zero()
    {
        using var net = new Net();
        net.call(ones(2, 4)).sum().backward();
        Assert.All(net.parameters(), p => Assert.NotNull(p.grad));
        net.zero_grad(set_to_none: false);
        Assert.All(net.parameters(), p => Assert.Equal(0f, p.grad!.abs().sum().item<float>()));
        net.zero_grad();
        Assert.All(net.parameters(), p => Assert.Null(p.grad));
    }

    [Fact]
    public void A_conversion_keeps_the_parameters_objects_their_gradients_and_integer_buffers()
    {
        using var net = new Net();
        var before = net.parameters().ToArray();
        net.call(ones(2, 4)).sum().backward();
        Assert.Same(net, net.to(float64));
        Assert.Equal(before, net.parameters());
        Assert.All(net.parameters(), p => Assert.Equal((float64, float64, true), (p.dtype, p.grad!.dtype, p.requires_grad && p.is_leaf)));
        Assert.Equal([float32, int64], [net.get_buffer("scratch")!.@float().dtype, net.get_buffer("counts")!.dtype]);
        Assert.Equal(float64, net.get_buffer("scratch")!.dtype);
        net.zero_grad();
        net.call(ones(2, 4, float64)).sum().backward();
        Assert.All(net.parameters(), p => Assert.Equal(float64, p.grad!.dtype));
        Assert.Throws<ArgumentException>(() => net.to(int32));
    }

    [Fact]
    public void A_state_is_copied_by_name()
    {
        using var scope = NewDisposeScope();
        using var first = new Net();
        using var second = new Net();
        second.load_state_dict(first.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().to(float64)));
        Assert.All(first.state_dict(), entry => Assert.True(entry.Value.Equals(second.state_dict()[entry.Key])));
        Assert.All(second.parameters(), p => Assert.True(p.requires_grad && p.dtype == float32));
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_by_name_and_shape_and_nothing_is_copied()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var before = net.get_parameter("scale")!.item<float>();
        var state = net.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach() + 1);
        state.Remove("counts");
        state["other"] = ones(2);
        state["head.weight"] = ones(5, 8);
        var error = Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state));
        Assert.Equal(
            "The state does not fit Net: 'counts' is missing, expected [3]; 'other' is not known to the module, found [2]; "
            + "'head.weight' has the shape [5, 8], expected [3, 8].", error.Message);
        Assert.Equal(before, net.get_parameter("scale")!.item<float>());

        Assert.Throws<InvalidOperationException>(() => net.load_state_dict(state, strict: false));
        var (missing, unexpected) = net.load_state_dict(state, strict: false, skip: ["head.weight"]);
        Assert.Equal(["counts"], missing);
        Assert.Equal(["other"], unexpected);
        Assert.Equal(before + 1, net.get_parameter("scale")!.item<float>());
    }

    [Fact]
    public void A_module_outlives_the_scope_it_was_made_in_and_disposes_all_it_owns()
    {
        var before = Tensor.TotalCount;
        Net net;
        using (NewDisposeScope())
            net = new Net();
        Assert.All(net.state_dict().Values, tensor => Assert.False(tensor.IsInvalid));
        using (NewDisposeScope())
            net.call(ones(2, 4)).sum().backward();
        var owned = net.parameters().Cast<Tensor>().Concat(net.buffers()).ToArray();
        net.Dispose();
        Assert.All(owned, tensor => Assert.True(tensor.IsInvalid));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_parameter_takes_its_tensor_over()
    {
        using var scope = NewDisposeScope();
        var data = ones(2);
        var parameter = new Parameter(data);
        Assert.True(data.IsInvalid);
        Assert.True(parameter.requires_grad && scope.Contains(parameter));
        Assert.False(nn.Parameter(ones(2), requires_grad: false).requires_grad);
    }

    [Fact]
    public void Hooks_watch_and_replace()
    {
        using var scope = NewDisposeScope();
        using var net = new Net();
        var seen = 0;
        var before = net.register_forward_pre_hook((_, input) => input * 0);
        var after = net.register_forward_hook((_, _, output) =>
        {
            seen++;
            return output + 1;
        });
        net.get_parameter("body.0.bias")!.detach().zero_();
        Assert.Equal(6f, net.call(ones(2, 4)).sum().item<float>());
        before.remove();
        after.remove();
        Assert.True(net.call(ones(2, 4)).Equals(net.forward(ones(2, 4))));
        Assert.Equal(1, seen);
    }

    [Fact]
    public void Names_must_be_new_and_without_dots()
    {
        using var net = nn.Sequential(("one", nn.ReLU()));
        Assert.Throws<InvalidOperationException>(() => net.append("one", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => net.append("a.b", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => net.register_buffer("", ones(1)));
        Assert.Equal(1, net.Count);
    }

    [Fact]
    public void A_sequence_disposes_what_lies_between_and_nothing_else()
    {
        using var net = nn.Sequential(nn.ReLU(inplace: true), nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 2));
        using var input = ones(1, 4);
        var before = Tensor.TotalCount;
        using (no_grad())
        using (var output = net.call(input))
            Assert.Equal(before + 1, Tensor.TotalCount);
        Assert.False(input.IsInvalid);
        Assert.Equal(2, net[1..3].Count);
        using var alone = nn.Sequential();
        using var same = alone.call(input);
        Assert.NotSame(input, same);
    }

    [Fact]
    public void A_wrong_shape_names_operator_shapes_and_dtypes()
    {
        using var net = new Net();
        var error = Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => net.call(ones(2, 5)));
        Assert.Equal(
            "linear(Float32[2, 5], Float32[8, 4], Float32[8]): mat1 and mat2 shapes cannot be multiplied (2x5 and 4x8)", error.Message);
    }
}
