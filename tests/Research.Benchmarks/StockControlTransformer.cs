using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Benchmarks;

/// <summary>
/// The control transformer in stock TorchSharp, as its document writes it: a step of training, and one of live play. The same
/// as in control.py.
/// </summary>
internal sealed class StockControlTransformer : nn.Module<Tensor, Tensor, Tensor[]>
{
    private const int Batch = 64, Frames = 30, Inputs = 671, Size = 256;

    private readonly Linear input = nn.Linear(Inputs, Size);
    private readonly Parameter positions = nn.Parameter(randn(Frames, Size) * 0.02), decay = nn.Parameter(full(1, -2f));
    private readonly TransformerEncoder encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(Size, 8, 512, 0.3), 6);
    private readonly ModuleList<Sequential> heads = nn.ModuleList([.. ((int[])[12, 2, 9, 2, 3]).Select(outputs =>
        nn.Sequential(nn.Linear(Size, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, outputs)))]);

    private StockControlTransformer() : base(nameof(StockControlTransformer)) => RegisterComponents();

    public static Action Train()
    {
        manual_seed(1);
        var model = new StockControlTransformer();
        var optimizer = optim.AdamW(model.parameters(), 5e-4, weight_decay: 1e-4);
        Tensor windows = rand([Batch, Frames, Inputs]), padding = zeros([Batch, Frames], ScalarType.Bool);
        var loss = new Loss(arange(Batch));
        return () =>
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            loss.Of(model.call(windows, padding)).backward();
            nn.utils.clip_grad_norm_(model.parameters(), 1);
            optimizer.step();
        };
    }

    public static Action Live()
    {
        var model = new StockControlTransformer();
        model.eval();
        Tensor window = rand([1, Frames, Inputs]), padding = zeros([1, Frames], ScalarType.Bool);
        return () =>
        {
            using var inference = inference_mode();
            using var scope = NewDisposeScope();
            model.call(window, padding);
        };
    }

    public override Tensor[] forward(Tensor frames, Tensor padding)
    {
        // TorchSharp's layers want [T, B, E].
        var x = encoder.call((input.call(frames) + positions).transpose(0, 1), null, padding);
        var weights = (linspace(1, 0, Frames) * decay).exp().masked_fill(padding, 0);
        var pooled = (x * (weights / weights.sum(1L, keepdim: true)).t().unsqueeze(-1)).sum(0L);
        Tensor[] outputs = [.. heads.Select(head => head.call(pooled))];
        return [outputs[0], outputs[1].tanh(), outputs[2], outputs[3].sigmoid(), outputs[4]];
    }

    /// <summary>The document's six terms.</summary>
    private sealed class Loss(Tensor rows)
    {
        private readonly Tensor _screen = (rows.remainder(4) == 0).@float();
        private readonly Tensor _hotbar = where(rows.remainder(8) == 1, rows.remainder(9), -ones_like(rows));
        private readonly Tensor _actions = (rand([Batch, 12]) < 0.2).@float() * (rows.remainder(3) > 0).@float().unsqueeze(1);
        private readonly Tensor _look = rand([Batch, 2]) * 2 - 1, _cursor = rand([Batch, 2]);
        private readonly Tensor _inventory = (rand([Batch, 3]) < 0.2).@float();
        private readonly Tensor _positive = full(12, 5f), _inventoryPositive = full(3, 5f);

        public Tensor Of(Tensor[] outputs)
        {
            const nn.Reduction Each = nn.Reduction.None;
            var play = 1 - _screen;
            var actions = nn.functional.binary_cross_entropy_with_logits(
                outputs[0], _actions, reduction: Each, pos_weights: _positive);
            var action = (actions * play.unsqueeze(1)).mean();
            var looking = play * (_look.abs() > 0.08).any(1).@float();
            var look = PerFrame(nn.functional.smooth_l1_loss(outputs[1], _look, Each), looking);
            var changed = _hotbar >= 0;
            var hotbar = nn.functional.cross_entropy(outputs[2][changed], _hotbar[changed]);
            var cursor = PerFrame(nn.functional.mse_loss(outputs[3], _cursor, Each), _screen);
            var clicks = nn.functional.binary_cross_entropy_with_logits(
                outputs[4], _inventory, reduction: Each, pos_weights: _inventoryPositive);
            var inventory = PerFrame(clicks, _screen);
            var idle = outputs[0][(_actions.sum(1) == 0).logical_and(_screen == 0)].sigmoid().mean();
            return action * play.mean() + 0.5 * look * play.mean() + 0.3 * hotbar * changed.@float().mean()
                + 0.5 * cursor * _screen.mean() + 0.3 * inventory * _screen.mean() + 0.3 * idle;
        }

        private static Tensor PerFrame(Tensor losses, Tensor frames) =>
            (losses * frames.unsqueeze(1)).sum() / frames.sum().clamp(min: 1);
    }
}
