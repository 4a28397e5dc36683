using TorchSharp.Modules;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace TorchSharp.Tests.Parity;

public class LayerParityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<nn.Module<Tensor, Tensor>>> Layers = new()
    {
        ["Linear"] = () => nn.Linear(5, 3),
        ["Linear without bias"] = () => nn.Linear(5, 3, hasBias: false),
        ["Conv2d"] = () => nn.Conv2d(4, 6, 3),
        ["Conv2d stride padding dilation"] = () => nn.Conv2d(4, 6, (3, 2), stride: (2, 1), padding: (1, 2), dilation: (1, 2)),
        ["Conv2d groups"] = () => nn.Conv2d(4, 8, 3, padding: 1, groups: 2, bias: false),
        ["Conv2d same"] = () => nn.Conv2d(4, 3, (4, 3), Padding.Same, dilation: (1, 2)),
        ["Conv2d reflect"] = () => nn.Conv2d(4, 3, (3, 3), padding: (2, 1), padding_mode: PaddingModes.Reflect),
        ["Conv2d circular same"] = () => nn.Conv2d(4, 3, 3, Padding.Same, padding_mode: PaddingModes.Circular),
        ["Conv2d unbatched"] = () => nn.Conv2d(4, 3, 3, stride: 2),
        ["ConvTranspose2d"] = () => nn.ConvTranspose2d(4, 3, 3, padding: 1),
        ["ConvTranspose2d dilated"] = () => nn.ConvTranspose2d(4, 3, (2, 3), padding: (0, 3), dilation: (3, 2)),
        ["ConvTranspose2d wide padding"] = () => nn.ConvTranspose2d(4, 3, 2, padding: 2),
        ["ConvTranspose2d stride output_padding"] = () => nn.ConvTranspose2d(4, 3, 3, stride: 2, padding: 1, output_padding: 1),
        ["ConvTranspose2d groups"] = () => nn.ConvTranspose2d(4, 6, (3, 2), stride: (2, 1), groups: 2, bias: false),
        ["BatchNorm1d"] = () => nn.BatchNorm1d(5),
        ["BatchNorm2d"] = () => nn.BatchNorm2d(4, eps: 1e-3, momentum: 0.3),
        ["BatchNorm2d evaluated"] = () => nn.BatchNorm2d(4),
        ["BatchNorm2d untracked"] = () => nn.BatchNorm2d(4, affine: false, track_running_stats: false),
        ["LayerNorm"] = () => nn.LayerNorm(6),
        ["LayerNorm of two dimensions"] = () => nn.LayerNorm([7, 6], eps: 1e-3),
        ["Embedding"] = () => nn.Embedding(7, 4),
        ["Embedding padding"] = () => nn.Embedding(7, 4, padding_idx: -1, scale_grad_by_freq: true),
        ["Embedding max_norm"] = () => nn.Embedding(7, 4, max_norm: 1.5),
        ["MaxPool2d"] = () => nn.MaxPool2d(2),
        ["MaxPool2d options"] = () => nn.MaxPool2d((3, 2), stride: (2, 1), padding: (1, 1), dilation: (1, 2), ceil_mode: true),
        ["AvgPool2d"] = () => nn.AvgPool2d(2),
        ["AvgPool2d options"] = () => nn.AvgPool2d([3, 2], stride: [2], padding: [1], ceil_mode: true, count_include_pad: false),
        ["AvgPool2d divisor"] = () => nn.AvgPool2d(3, stride: 1, divisor_override: 5),
        ["AdaptiveAvgPool2d"] = () => nn.AdaptiveAvgPool2d((3, 4)),
        ["Upsample nearest"] = () => nn.Upsample(scale_factor: [2, 3]),
        ["Upsample bilinear"] = () => nn.Upsample(size: [9, 11], mode: UpsampleMode.Bilinear),
        ["Upsample bilinear corners"] = () => nn.Upsample(scale_factor: [2, 2], mode: UpsampleMode.Bilinear, align_corners: true),
        ["Flatten"] = () => nn.Flatten(),
        ["Unflatten"] = () => nn.Unflatten(1, [2, 2]),
        ["ReLU"] = () => nn.ReLU(),
        ["Sigmoid"] = () => nn.Sigmoid(),
        ["Tanh"] = () => nn.Tanh(),
        ["SiLU"] = () => nn.SiLU(),
        ["GELU"] = () => nn.GELU(),
        ["GELU tanh"] = () => nn.GELU(GELU.Approximate.tanh),
        ["LeakyReLU"] = () => nn.LeakyReLU(0.2),
        ["Softmax"] = () => nn.Softmax(1),
        ["LogSoftmax"] = () => nn.LogSoftmax(-1),
    };

    public static TheoryData<string> Names => [.. Layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_does_what_PyTorch_does(string name)
    {
        using var layer = Layers[name]();
        new ParityCase(ParityCase.Family("layers")[name], output).Check(layer, inputs => [layer.call(inputs[0])]);
    }

    [Fact]
    public void Every_case_is_tested() => Assert.Equal(ParityCase.Family("layers").Keys.Order(), Layers.Keys.Order());
}
