using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.init;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests;

public class LayerTests
{
    private static void Refused<T>(string message, Func<object> call) where T : Exception =>
        Assert.Equal(message, Assert.Throws<T>(call).Message);

    /// <summary>After the call comes what libtorch says, which is not the same in every version.</summary>
    private static void RefusedByLibtorch(string call, Func<object> function)
    {
        var message = Assert.Throws<ExternalException>(function).Message;
        Assert.StartsWith(call + ": ", message);
        Assert.True(message.Length > call.Length + 20, message);
    }

    [Fact]
    public void Wrong_shapes_and_dtypes_are_refused_with_operator_and_arguments()
    {
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(3, 4, 3);
        RefusedByLibtorch(
            "conv2d(Float32[1, 2, 5, 5], Float32[4, 3, 3, 3], Float32[4], [1, 1], [0, 0], [1, 1], 1)",
            () => convolution.call(ones(1, 2, 5, 5)));
        using var norm = nn.LayerNorm(4);
        RefusedByLibtorch("layer_norm(Float32[2, 3], [4], Float32[4], Float32[4], 1E-05)", () => norm.call(ones(2, 3)));
        using var table = nn.Embedding(3, 2);
        RefusedByLibtorch("embedding(Float32[3, 2], Float32[2], -1, false, false)", () => table.call(ones(2)));
        RefusedByLibtorch(
            "cross_entropy_loss(Float32[2, 3], Int64[4], None, 1, -100, 0)", () => F.cross_entropy(ones(2, 3), zeros(4, int64)));
        using var gru = nn.GRU(4, 5, bias: false);
        RefusedByLibtorch(
            "gru(Float32[2, 1, 3], Float32[1, 1, 5], [Float32[15, 4], Float32[15, 5]], false, 1, 0, true, false, false)",
            () => gru.call(ones(2, 1, 3)));
        Refused<ArgumentException>("A recurrent network expects 3 dimensions, not Float32[2, 4].", () => gru.call(ones(2, 4)));
        using var batch = nn.BatchNorm2d(3);
        Refused<ArgumentException>("BatchNorm2d expects 4 dimensions, not Float32[2, 3].", () => batch.call(ones(2, 3)));
        Refused<ArgumentException>(
            "interpolate of Float32[1, 2, 3, 3] needs 2 sizes or factors, not 1.", () => F.interpolate(ones(1, 2, 3, 3), [4]));
    }

    [Fact]
    public void Impossible_layers_are_refused()
    {
        Refused<ArgumentException>("Conv2d cannot split 3 input and 4 output channels into 2 groups.", () => nn.Conv2d(3, 4, 3, groups: 2));
        Refused<ArgumentException>(
            "Conv2d cannot keep the size with stride [2, 2]. (Parameter 'stride')", () => nn.Conv2d(3, 4, 3, Padding.Same, stride: 2));
        Assert.Throws<ArgumentException>(() => nn.ConvTranspose2d(3, 4, 3, padding_mode: PaddingModes.Reflect));
        Assert.Throws<ArgumentOutOfRangeException>(() => nn.Embedding(3, 2, padding_idx: 3));
        Assert.Throws<ArgumentException>(() => F.interpolate(ones(1, 1, 2, 2)));
        Assert.Throws<ArgumentException>(() => F.interpolate(ones(1, 1, 2, 2), [4, 4], null, InterpolationMode.Trilinear));
        Assert.Throws<ArgumentException>(() => F.scaled_dot_product_attention(ones(2, 2), ones(2, 2), ones(2, 2), ones(2, 2), 0, true));
    }

    [Fact]
    public void What_works_in_place_changes_its_input_and_returns_a_reference_of_its_own()
    {
        using var scope = NewDisposeScope();
        (nn.Module<Tensor, Tensor> InPlace, nn.Module<Tensor, Tensor> Pure)[] layers =
        [
            (nn.ReLU(inplace: true), nn.ReLU()), (nn.Sigmoid(inplace: true), nn.Sigmoid()), (nn.Tanh(inplace: true), nn.Tanh()),
            (nn.SiLU(inplace: true), nn.SiLU()), (nn.GELU(inplace: true), nn.GELU()), (nn.LeakyReLU(0.3, inplace: true), nn.LeakyReLU(0.3)),
        ];
        foreach (var (inPlace, pure) in layers)
        {
            var x = randn(5);
            var expected = pure.call(x);
            var y = inPlace.call(x);
            Assert.True(y.Equals(expected) && x.Equals(expected) && !ReferenceEquals(x, y));
        }
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_rests_in_evaluation()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var dropout = nn.Dropout(0.25);
        var x = ones(100, 100);
        var y = dropout.call(x);
        Assert.InRange(y.mean().item<float>(), 0.98f, 1.02f);
        Assert.InRange(y.eq(0).to(float32).mean().item<float>(), 0.23f, 0.27f);
        dropout.eval();
        Assert.True(dropout.call(x).Equals(x));
    }

    [Fact]
    public void Pretrained_vectors_are_copied_and_frozen_unless_told_otherwise()
    {
        using var scope = NewDisposeScope();
        var vectors = arange(6, dtype: float32).view(3, 2);
        using var table = nn.Embedding_from_pretrained(vectors);
        vectors.zero_();
        Assert.Equal([4f, 5f], table.call(tensor(new[] { 2L })).data<float>().ToArray());
        Assert.False(table.weight.requires_grad);
        Assert.True(nn.Embedding_from_pretrained(vectors, freeze: false).weight.requires_grad);
    }

    [Fact]
    public void A_list_names_its_modules_by_place_and_a_dictionary_by_key()
    {
        using var list = nn.ModuleList(nn.Linear(2, 2), nn.Linear(2, 3));
        list.Insert(0, nn.Linear(2, 1, hasBias: false));
        list.append(nn.Linear(1, 1, hasBias: false));
        Assert.Equal(["0.weight", "1.weight", "1.bias", "2.weight", "2.bias", "3.weight"], list.state_dict().Keys);
        Assert.Same(list[2].weight, list.get_parameter("2.weight"));
        using var dictionary = nn.ModuleDict(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 3)));
        Assert.Equal(["a.weight", "a.bias", "b.weight", "b.bias"], dictionary.named_parameters().Select(p => p.name));
        Assert.Equal(("b", dictionary["b"]), dictionary[1]);
        dictionary.eval();
        Assert.All(dictionary.values(), layer => Assert.False(layer.training));
        Assert.True(dictionary.Remove("a") && !dictionary.ContainsKey("a"));
    }

    [Fact]
    public void Encoder_layers_are_copies()
    {
        using var layer = nn.TransformerEncoderLayer(4, 2, 6);
        using var encoder = nn.TransformerEncoder(layer, 2);
        var first = encoder.get_parameter("layers.0.linear1.weight")!;
        var second = encoder.get_parameter("layers.1.linear1.weight")!;
        Assert.True(first.Equals(second) && !ReferenceEquals(first, second) && first.requires_grad);
        using (no_grad())
            first.zero_();
        Assert.False(first.Equals(second));
        Assert.Equal(2 * layer.parameters().Sum(p => p.numel()), encoder.parameters().Sum(p => p.numel()));
    }

    [Fact]
    public void Gains_and_fans_are_those_of_PyTorch()
    {
        Assert.Equal(1.0, calculate_gain(NonlinearityType.Sigmoid));
        Assert.Equal(5.0 / 3, calculate_gain(NonlinearityType.Tanh));
        Assert.Equal(Math.Sqrt(2), calculate_gain(NonlinearityType.ReLU));
        Assert.Equal(Math.Sqrt(2 / 1.04), calculate_gain(NonlinearityType.LeakyReLU, 0.2), 15);
        Assert.Equal((18L, 45L), CalculateFanInAndFanOut(empty(5, 2, 3, 3)));
        Assert.Throws<ArgumentException>(() => CalculateFanInAndFanOut(empty(5)));
        using var parameter = new Parameter(empty(3, 2));
        Assert.Equal(6f, ones_(parameter).sum().item<float>());
        Assert.Equal(0f, zeros_(parameter).sum().item<float>());
        Assert.True(parameter.requires_grad && parameter.is_leaf);
    }
}
