using System.ComponentModel.DataAnnotations;
using Research.Nn;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Research.Experiments.ControlTransformer;

/// <summary>Sizes of a <see cref="FiveHeadTransformer"/>; by default the document's.</summary>
public sealed record ControlTransformerSize : IValidatableObject
{
    /// <summary>Numbers of a frame.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int InputDim { get; init; } = 671;

    /// <summary>Length of the vectors between layers; a multiple of <see cref="Nhead"/>.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int DModel { get; init; } = 256;

    /// <summary>Heads of attention.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int Nhead { get; init; } = 8;

    /// <summary>Encoder layers.</summary>
    [Range(1, 1000)]
    public int NumLayers { get; init; } = 6;

    /// <summary>Length of the vectors inside a layer.</summary>
    [Range(1, ConfigRanges.MostUnits)]
    public int DimFeedforward { get; init; } = 512;

    /// <summary>Probability that a number is dropped in training, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Dropout { get; init; } = 0.3;

    /// <summary>Most frames in a window.</summary>
    [Range(1, 10_000)]
    public int MaxSeqLen { get; init; } = 30;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        DModel % Nhead == 0 ? [] : [new($"a divisor of d_model, {DModel}", [nameof(Nhead)])];
}

/// <summary>
/// Predicts 28 controls after some frames of body, hands, game state and history: a linear layer, learned positions,
/// encoder layers, a mean over time in which later frames weigh more, and a head for each kind of control.
/// </summary>
/// <remarks>
/// Source: control-transformer document and SPEC §E (Vaswani et al. 2017 for the layers). 3,510,429 parameters at the document's
/// sizes. Every layer draws initial values of its own (PyTorch's <c>nn.TransformerEncoder</c> copies those of the first).
/// </remarks>
public sealed class FiveHeadTransformer : nn.Module<Tensor, Tensor, ControlOutputs>
{
    private const int HeadWidth = 128;

    private readonly Linear input;
    private readonly Parameter positions;
    private readonly ModuleList<EncoderLayer> layers;
    private readonly Parameter decay;
    private readonly Sequential actions, look, hotbar, cursor, inventory;

    /// <summary>A network with initial values from the default generator.</summary>
    /// <param name="size">Its sizes; null: the document's.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the heads do not divide the vectors.</exception>
    public FiveHeadTransformer(ControlTransformerSize? size = null) : base(nameof(FiveHeadTransformer))
    {
        Size = size ?? new();
        if (Size.InputDim < 1 || Size.DModel < 1 || Size.Nhead < 1 || Size.NumLayers < 1 || Size.DimFeedforward < 1
            || Size.MaxSeqLen < 1)
        {
            throw new ArgumentException($"All sizes are at least 1; found {Size}.", nameof(size));
        }

        input = nn.Linear(Size.InputDim, Size.DModel);
        positions = nn.Parameter(randn(Size.MaxSeqLen, Size.DModel) * 0.02);
        layers = nn.ModuleList([.. Enumerable.Range(0, Size.NumLayers)
            .Select(_ => new EncoderLayer(Size.DModel, Size.Nhead, Size.DimFeedforward, Size.Dropout))]);
        decay = nn.Parameter(full(1, -2f));
        actions = Head(12);
        look = Head(2);
        hotbar = Head(9);
        cursor = Head(2);
        inventory = Head(3);
        RegisterComponents();
    }

    /// <summary>Its sizes.</summary>
    public ControlTransformerSize Size { get; }

    /// <summary>What products with weights are computed with before the heads; float32 by default.</summary>
    public Precision Precision { get; internal set; }

    /// <summary>Where its parameters are, and its inputs must be.</summary>
    public Device Device => decay.device;

    /// <summary>Parameters of each head, by the names of the loss's terms: action, look, hotbar, cursor, inv.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Parameter>> HeadParameters =>
        new Dictionary<string, IReadOnlyList<Parameter>>
        {
            ["action"] = [.. actions.parameters()],
            ["look"] = [.. look.parameters()],
            ["hotbar"] = [.. hotbar.parameters()],
            ["cursor"] = [.. cursor.parameters()],
            ["inv"] = [.. inventory.parameters()],
        };

    /// <summary>What to press at the end of each window.</summary>
    /// <param name="frames">[B, T, 671], T at most <see cref="ControlTransformerSize.MaxSeqLen"/>.</param>
    /// <param name="padding">Bool[B, T], true where a frame is padding; no window is padding alone.</param>
    /// <exception cref="ArgumentException">The frames are of another shape.</exception>
    public override ControlOutputs forward(Tensor frames, Tensor padding)
    {
        using var scope = NewDisposeScope();
        var x = Embed(frames);
        foreach (var layer in layers)
        {
            x = layer.Encode(x, padding, Precision);
        }

        var pooled = (x * PoolingWeights(padding).unsqueeze(-1)).sum(1L);
        return new(
            actions.call(pooled).MoveToOuterDisposeScope(), look.call(pooled).tanh().MoveToOuterDisposeScope(),
                hotbar.call(pooled).MoveToOuterDisposeScope(),
            cursor.call(pooled).sigmoid().MoveToOuterDisposeScope(), inventory.call(pooled).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// How much each frame counts in the mean over time: exp(linspace(d, 0, T)) over real frames, divided by their sum.
    /// </summary>
    /// <param name="padding">Bool[B, T].</param>
    /// <returns>[B, T], every row summing to 1; 0 at padding.</returns>
    public Tensor PoolingWeights(Tensor padding)
    {
        ArgumentNullException.ThrowIfNull(padding);
        using var scope = NewDisposeScope();
        var weights = (decay * linspace(1, 0, padding.shape[1], device: padding.device)).exp().masked_fill(padding, 0);
        return (weights / weights.sum(1L, keepdim: true)).MoveToOuterDisposeScope();
    }

    /// <summary>Which frames each frame attends to in each layer, the mean over heads; without dropout.</summary>
    /// <param name="frames">[B, T, 671].</param>
    /// <param name="padding">Bool[B, T].</param>
    /// <returns>A layer's weights each, [B, T, T]: row t has the weights of frame t.</returns>
    public IReadOnlyList<Tensor> Attention(Tensor frames, Tensor padding)
    {
        ArgumentNullException.ThrowIfNull(padding);
        using var scope = NewDisposeScope();
        bool wasTraining = training;
        eval();
        var weights = new List<Tensor>();
        var x = Embed(frames);
        foreach (var layer in layers)
        {
            weights.Add(layer.Attention(x, padding).MoveToOuterDisposeScope());
            x = layer.Encode(x, padding, Precision);
        }

        train(wasTraining);
        return weights;
    }

    /// <summary>[B, T, 671] to [B, T, E].</summary>
    private Tensor Embed(Tensor frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (frames.shape is not [_, > 0 and var length, var width] || width != Size.InputDim || length > Size.MaxSeqLen)
        {
            throw new ArgumentException(
                $"Windows are [B, T, {Size.InputDim}] here, T at most {Size.MaxSeqLen}; found "
                + $"[{string.Join(", ", frames.shape)}].", nameof(frames));
        }

        return Precision.Dense(frames, input.weight, input.bias!) + positions.narrow(0, 0, length);
    }

    private Sequential Head(long outputs) =>
        nn.Sequential(nn.Linear(Size.DModel, HeadWidth), nn.ReLU(), new SeededDropout(Size.Dropout),
            nn.Linear(HeadWidth, outputs));
}
