using static TorchSharp.torch;

namespace Research.Nn;

/// <summary>A layer of a network, and the shape of its output.</summary>
/// <param name="Layer">Its name in the network, such as <c>convolutions.0</c>.</param>
/// <param name="Kind">Its type, such as <c>Conv2d</c>.</param>
/// <param name="Output">The shape of its output, such as <c>[8, 32, 18, 32]</c>.</param>
/// <param name="Parameters">How many numbers it learns.</param>
public sealed record LayerShape(string Layer, string Kind, string Output, long Parameters)
{
    /// <summary>Sends an input through a network in evaluation mode and records what each of its layers returns.</summary>
    /// <param name="network">The network. Its mode, weights and statistics stay as they are.</param>
    /// <param name="input">The input.</param>
    /// <returns>The input, the layers in the order in which they are called, and the network's output.</returns>
    /// <remarks>
    /// A layer is a module without modules in it: one that takes and returns one tensor, or an LSTM or a GRU, whose states are
    /// shown. A module that takes two tensors and returns one, such as <see cref="EncoderLayer"/>, is one layer.
    /// </remarks>
    public static IReadOnlyList<LayerShape> Of(nn.Module<Tensor, Tensor> network, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(network);
        LayerShape? output = null;
        var rows = Of(network, input, called => output = Row("output", called, called.call(input)));
        return [.. rows.SkipLast(1), output!];
    }

    /// <summary>Runs a network of another signature in evaluation mode and records what each of its layers returns.</summary>
    /// <param name="network">The network. Its mode, weights and statistics stay as they are.</param>
    /// <param name="input">The input, shown in the first row.</param>
    /// <param name="forward">Calls the network.</param>
    /// <returns>The input, the layers in the order in which they are called, and the number of all parameters.</returns>
    /// <inheritdoc cref="Of(nn.Module{Tensor, Tensor}, Tensor)" path="/remarks"/>
    public static IReadOnlyList<LayerShape> Of<TNetwork>(TNetwork network, Tensor input, Action<TNetwork> forward)
        where TNetwork : nn.Module
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(forward);
        var rows = new List<LayerShape> { new("input", "", Shape(input), 0) };
        var unhook = new List<Action>();
        var modules = network.named_modules().ToList();
        string[] blocks = [.. modules.Where(m => m.module is nn.Module<Tensor, Tensor, Tensor>).Select(m => m.name + ".")];
        foreach (var (name, layer) in modules.Where(m => !blocks.Any(b => m.name.StartsWith(b, StringComparison.Ordinal))))
        {
            if (layer is nn.Module<Tensor, Tensor, Tensor> block)
            {
                unhook.Add(block.register_forward_hook((_, _, _, output) => Record(name, layer, output)).remove);
            }
            else if (layer.children().Any())
            {
                continue;
            }
            else if (layer is nn.Module<Tensor, Tensor> module)
            {
                unhook.Add(module.register_forward_hook((_, _, output) => Record(name, layer, output)).remove);
            }
            else if (layer is nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)> lstm)
            {
                unhook.Add(lstm.register_forward_hook((_, _, _, states) =>
                    (Record(name, layer, states.Item1), states.Item2, states.Item3)).remove);
            }
            else if (layer is nn.Module<Tensor, Tensor?, (Tensor, Tensor)> gru)
            {
                unhook.Add(gru.register_forward_hook((_, _, _, states) =>
                    (Record(name, layer, states.Item1), states.Item2)).remove);
            }
        }

        bool isTraining = network.training;
        try
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            network.eval();
            forward(network);
        }
        finally
        {
            network.train(isTraining);
            unhook.ForEach(remove => remove());
        }

        return [.. rows, new("network", network.GetType().Name, "", network.parameters().Sum(p => p.numel()))];

        Tensor Record(string name, nn.Module module, Tensor output)
        {
            rows.Add(Row(name, module, output));
            return output;
        }
    }

    private static LayerShape Row(string name, nn.Module module, Tensor output) =>
        new(name, module.GetType().Name, Shape(output), module.parameters().Sum(p => p.numel()));

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
