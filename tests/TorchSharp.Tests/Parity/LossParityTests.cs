using Xunit.Abstractions;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace TorchSharp.Tests.Parity;

public class LossParityTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Losses = new()
    {
        ["mse none"] = x => F.mse_loss(x[0], x[1], Reduction.None),
        ["mse mean"] = x => MSELoss().call(x[0], x[1]),
        ["mse sum"] = x => F.mse_loss(x[0], x[1], Reduction.Sum),
        ["l1 none"] = x => F.l1_loss(x[0], x[1], Reduction.None),
        ["l1 mean"] = x => L1Loss().call(x[0], x[1]),
        ["l1 sum"] = x => F.l1_loss(x[0], x[1], Reduction.Sum),
        ["smooth l1 none"] = x => F.smooth_l1_loss(x[0], x[1], Reduction.None, 0.5),
        ["smooth l1 mean"] = x => SmoothL1Loss(beta: 0.5).call(x[0], x[1]),
        ["smooth l1 sum"] = x => F.smooth_l1_loss(x[0], x[1], Reduction.Sum, 0.5),
        ["huber none"] = x => F.huber_loss(x[0], x[1], 0.5, Reduction.None),
        ["huber mean"] = x => HuberLoss(0.5).call(x[0], x[1]),
        ["huber sum"] = x => F.huber_loss(x[0], x[1], 0.5, Reduction.Sum),
        ["bce none"] = x => F.binary_cross_entropy(x[0], x[1], x[2].detach(), Reduction.None),
        ["bce mean"] = x => BCELoss(x[2].detach()).call(x[0], x[1]),
        ["bce sum"] = x => F.binary_cross_entropy(x[0], x[1], x[2].detach(), Reduction.Sum),
        ["bce with logits none"] = x => F.binary_cross_entropy_with_logits(x[0], x[1], x[2].detach(), Reduction.None, x[3].detach()),
        ["bce with logits mean"] = x => BCEWithLogitsLoss(x[2].detach(), pos_weights: x[3].detach()).call(x[0], x[1]),
        ["bce with logits sum"] = x => F.binary_cross_entropy_with_logits(x[0], x[1], x[2].detach(), Reduction.Sum, x[3].detach()),
        ["bce with logits"] = x => F.binary_cross_entropy_with_logits(x[0], x[1]),
        ["cross entropy none"] = x => F.cross_entropy(x[0], x[1], x[2].detach(), 2, Reduction.None, 0.1),
        ["cross entropy mean"] = x => new Modules.CrossEntropyLoss(x[2].detach(), 2, label_smoothing: 0.1).call(x[0], x[1]),
        ["cross entropy sum"] = x => F.cross_entropy(x[0], x[1], x[2].detach(), 2, Reduction.Sum, 0.1),
        ["cross entropy"] = x => CrossEntropyLoss().call(x[0], x[1]),
        ["cross entropy of images"] = x => F.cross_entropy(x[0], x[1]),
        ["cross entropy of probabilities"] = x => F.cross_entropy(x[0], x[1].detach()),
        ["nll none"] = x => F.nll_loss(x[0], x[1], x[2].detach(), Reduction.None),
        ["nll mean"] = x => NLLLoss(x[2].detach()).call(x[0], x[1]),
        ["nll sum"] = x => F.nll_loss(x[0], x[1], x[2].detach(), Reduction.Sum),
        ["kl none"] = x => F.kl_div(x[0], x[1], log_target: false, Reduction.None),
        ["kl mean"] = x => KLDivLoss(log_target: false).call(x[0], x[1]),
        ["kl sum"] = x => F.kl_div(x[0], x[1], log_target: false, Reduction.Sum),
        ["kl of logarithms none"] = x => F.kl_div(x[0], x[1], reduction: Reduction.None),
        ["kl of logarithms mean"] = x => KLDivLoss().call(x[0], x[1]),
        ["kl of logarithms sum"] = x => F.kl_div(x[0], x[1], reduction: Reduction.Sum),
        ["gaussian nll none"] = x => F.gaussian_nll_loss(x[0], x[1], x[2], reduction: Reduction.None),
        ["gaussian nll mean"] = x => GaussianNLLLoss().call(x[0], x[1], x[2]),
        ["gaussian nll sum"] = x => F.gaussian_nll_loss(x[0], x[1], x[2], reduction: Reduction.Sum),
        ["gaussian nll full"] = x => F.gaussian_nll_loss(x[0], x[1], x[2], full: true, eps: 0.4f),
        ["gaussian nll of rows"] = x => F.gaussian_nll_loss(x[0], x[1], x[2]),
        ["gaussian nll of rows as columns"] = x => F.gaussian_nll_loss(x[0], x[1], x[2]),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_loss_is_what_it_is_in_PyTorch(string name) =>
        new ParityCase(ParityCase.Family("losses")[name], output).Check(null, inputs => [Losses[name](inputs)]);

    [Fact]
    public void Every_case_is_tested() => Assert.Equal(ParityCase.Family("losses").Keys.Order(), Losses.Keys.Order());

    [Fact]
    public void Variances_that_cannot_be_are_refused()
    {
        using var scope = NewDisposeScope();
        var (means, targets) = (zeros(2, 3), zeros(2, 3));
        Assert.Equal(
            "Variances [3] do not fit means [2, 3].",
            Assert.Throws<ArgumentException>(() => F.gaussian_nll_loss(means, targets, ones(3))).Message);
        Assert.Throws<ArgumentException>(() => F.gaussian_nll_loss(means, targets, -ones(2, 3)));
    }

    [Fact]
    public void Weights_move_with_the_module_that_has_the_loss()
    {
        using var loss = BCEWithLogitsLoss(ones(3), pos_weights: ones(3));
        using var whole = ModuleDict(("loss", loss));
        Assert.Equal(["loss.pos_weights", "loss.weight"], whole.named_buffers().Select(b => b.name).Order());
        whole.to(float64);
        Assert.Equal(float64, loss.weight!.dtype);
    }
}
