using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Tests.Nn;

[Collection(nameof(TakingTurns))]
public class KerasInitializationTests
{
    public KerasInitializationTests() => manual_seed(1);

    private static void IsUniform(Tensor values, double bound)
    {
        using var scope = NewDisposeScope();
        var magnitude = values.detach().abs();
        Assert.InRange(magnitude.max().item<float>(), 0.97 * bound, bound);
        Assert.InRange(magnitude.mean().item<float>(), 0.47 * bound, 0.53 * bound);
        Assert.InRange(values.detach().mean().item<float>(), -0.05 * bound, 0.05 * bound);
    }

    private static void IsZero(Tensor? values) => Assert.Equal(0f, values!.detach().abs().max().item<float>());

    private static void HasOrthonormalColumns(Tensor matrix)
    {
        using var scope = NewDisposeScope();
        var product = matrix.detach().t().matmul(matrix.detach());
        float error = (product - eye(matrix.shape[1])).abs().max().item<float>();
        Assert.True(error < 1e-5, $"off by {error}");
    }

    [Fact]
    public void Kernels_are_Glorot_uniform_and_biases_zero()
    {
        using var net = nn.Sequential(nn.Linear(60, 40), nn.Conv2d(16, 32, 3), nn.ConvTranspose2d(32, 16, (3, 5)))
            .InitializeAsKeras();
        var (linear, convolution, transposed) = ((Linear)net[0], (Conv2d)net[1], (ConvTranspose2d)net[2]);
        IsUniform(linear.weight, Math.Sqrt(6.0 / (60 + 40)));
        IsUniform(convolution.weight, Math.Sqrt(6.0 / (9 * (16 + 32))));
        IsUniform(transposed.weight, Math.Sqrt(6.0 / (15 * (32 + 16))));
        IsZero(linear.bias);
        IsZero(convolution.bias);
        IsZero(transposed.bias);
        Assert.All(net.parameters(), parameter => Assert.True(parameter.requires_grad && parameter.is_leaf));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recurrent_kernels_are_orthogonal_over_all_gates(bool bidirectional)
    {
        using var lstm = nn.LSTM(24, 20, numLayers: 2, bidirectional: bidirectional).InitializeAsKeras();
        using var gru = nn.GRU(24, 20, bidirectional: bidirectional).InitializeAsKeras();
        foreach (var (name, parameter) in lstm.named_parameters().Concat(gru.named_parameters()))
        {
            if (name.StartsWith("weight_hh", StringComparison.Ordinal))
            {
                HasOrthonormalColumns(parameter);
            }
            else if (name.StartsWith("weight_ih", StringComparison.Ordinal))
            {
                IsUniform(parameter, Math.Sqrt(6.0 / (parameter.shape[0] + parameter.shape[1])));
            }
        }
    }

    [Fact]
    public void The_gates_share_the_orthogonal_kernel_evenly()
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(8, 64).InitializeAsKeras();
        foreach (var gate in lstm.get_parameter("weight_hh_l0")!.detach().chunk(4))
        {
            Assert.InRange(gate.square().sum().item<float>(), 64 / 4 * 0.85, 64 / 4 * 1.15);
        }
    }

    [Fact]
    public void The_biases_of_the_forget_gate_sum_to_one_and_all_others_to_zero()
    {
        using var scope = NewDisposeScope();
        using var lstm = nn.LSTM(6, 5, numLayers: 2, bidirectional: true).InitializeAsKeras();
        var biases = lstm.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (string? place in new[] { "l0", "l0_reverse", "l1", "l1_reverse" })
        {
            float[] sum = (biases[$"bias_ih_{place}"] + biases[$"bias_hh_{place}"]).detach().data<float>().ToArray();
            Assert.Equal([.. new float[5], .. Enumerable.Repeat(1f, 5), .. new float[10]], sum);
        }
        using var gru = nn.GRU(6, 5).InitializeAsKeras();
        IsZero(gru.get_parameter("bias_ih_l0"));
        IsZero(gru.get_parameter("bias_hh_l0"));
        Assert.Equal(4, nn.LSTM(6, 5, bias: false).InitializeAsKeras().get_parameter("weight_hh_l0")!.shape[0] / 5);
    }

    [Fact]
    public void Vectors_of_an_embedding_are_small_and_other_layers_keep_theirs()
    {
        using var table = nn.Embedding(50, 20).InitializeAsKeras();
        IsUniform(table.weight!, 0.05);
        using var norm = nn.BatchNorm2d(3).InitializeAsKeras();
        Assert.Equal(3f, norm.weight!.sum().item<float>());
    }

    [Fact]
    public void One_seed_gives_one_beginning()
    {
        float[] Weights()
        {
            using var scope = NewDisposeScope();
            manual_seed(7);
            using var net = nn.GRU(4, 3).InitializeAsKeras();
            return [.. net.parameters().SelectMany(p => p.detach().flatten().data<float>().ToArray())];
        }
        Assert.Equal(Weights(), Weights());
    }
}
