using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>An encoder and a decoder.</summary>
internal sealed class ActionEncoderDecoder : nn.Module
{
    private readonly ActionContextEncoder encoder;
    private readonly nn.Module decoder;

    public ActionEncoderDecoder(DecodingOptions options)
        : base(nameof(ActionEncoderDecoder))
    {
        encoder = new ActionContextEncoder(options.HiddenSize, options.UseHistory);
        var autoregressive = options.Autoregressive
            with
        { UseTemporalContext = options.Autoregressive.UseTemporalContext && options.UseHistory };
        decoder = options.Decoder switch
        {
            DecoderKind.Sequential => new SequentialActionDecoder(options.HiddenSize, autoregressive),
            DecoderKind.Attention => new AttentionActionDecoder(options.HiddenSize, autoregressive),
            _ => new ParallelActionDecoder(options.HiddenSize, options.Decoder == DecoderKind.TimingAware),
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
