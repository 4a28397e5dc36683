using System.CommandLine;
using Research.Training;

namespace Research.Cli;

/// <summary><c>--device cpu|cuda|cuda:N|auto</c>, of the commands that train or predict.</summary>
internal sealed class DeviceOption : Option<TorchDevice?>
{
    /// <param name="default">What holds without the option; null: a GPU where there is one, else the processor.</param>
    public DeviceOption(string? @default = null)
        : base("--device")
    {
        Description = $"Where networks compute; by default {@default ?? "a GPU that CUDA can use, else the cpu"}.";
        HelpName = "cpu|cuda|cuda:N|auto";
        CustomParser = result =>
        {
            try
            {
                return TorchDevice.Parse(result.Tokens.Single().Value);
            }
            catch (ArgumentException e)
            {
                result.AddError($"--device: {e.Message}");
                return null;
            }
        };
    }

    /// <summary>The device, which this machine has.</summary>
    /// <exception cref="NotSupportedException">It has not; the message says which there are.</exception>
    public TorchDevice Take(ParseResult parsed)
    {
        var device = parsed.GetValue(this) ?? TorchDevice.Default;
        device.ToTorch();
        return device;
    }
}
