using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>An encoder and a decoder.</summary>
internal sealed class ActionNetwork : nn.Module
{
    private readonly ActionContextEncoder encoder;
    private readonly nn.Module decoder;

    public ActionNetwork(DecodingOptions options)
        : base(nameof(ActionNetwork))
    {
        encoder = new ActionContextEncoder(options.Width, options.UseHistory);
        var autoregressive = options.Autoregressive with { UseTemporalContext = options.Autoregressive.UseTemporalContext && options.UseHistory };
        decoder = options.Decoder switch
        {
            DecoderKind.Sequential => new SequentialActionDecoder(options.Width, autoregressive),
            DecoderKind.Attention => new AttentionActionDecoder(options.Width, autoregressive),
            _ => new ParallelActionDecoder(options.Width, options.Decoder == DecoderKind.TimingAware),
        };
        RegisterComponents();
    }

    public IActionDecoder Decoder => (IActionDecoder)decoder;

    /// <summary>Encodes inputs, which may be on another device than the network.</summary>
    public ActionContext Encode(DecodingInputs inputs)
    {
        var device = encoder.parameters().First().device;
        if (inputs.Current.device.Equals(device))
        {
            return encoder.call(inputs);
        }

        using var moved = inputs.To(device);
        return encoder.call(moved);
    }
}
