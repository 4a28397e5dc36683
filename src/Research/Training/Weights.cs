using static TorchSharp.torch;

namespace Research.Training;

/// <summary>A model's weights in a safetensors file.</summary>
public static class Weights
{
    /// <summary>Gives a model the weights of a file.</summary>
    /// <param name="model">The model; its parameters and buffers are overwritten in place.</param>
    /// <param name="file">A safetensors file with exactly the model's names and shapes.</param>
    /// <exception cref="InvalidDataException">Names or shapes differ; the message lists the first that do. The model is as it
    /// was.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(nn.Module model, string file)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var scope = NewDisposeScope();
        var saved = Safetensors.Load(file);
        var expected = model.state_dict();
        string? wrong = expected.Keys.Except(saved.Keys).Select(name => $"no '{name}'; expected {Shape(expected[name])}")
            .Concat(saved.Keys.Except(expected.Keys).Select(name => $"'{name}', which the model does not have"))
            .Concat(expected.Where(e => saved.TryGetValue(e.Key, out var tensor) && !tensor.shape.SequenceEqual(e.Value.shape))
                .Select(e => $"'{e.Key}' of {Shape(saved[e.Key])}; expected {Shape(e.Value)}"))
            .FirstOrDefault();
        if (wrong is not null)
        {
            throw new InvalidDataException($"{file}: found {wrong}.");
        }

        model.load_state_dict(saved);
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
