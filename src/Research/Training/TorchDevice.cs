using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Research.Natives;
using static TorchSharp.torch;

namespace Research.Training;

/// <summary>Where a network is trained and predicts: on the processor, or on one of the machine's GPUs.</summary>
/// <remarks>
/// Batches, losses and metrics follow the network; weights are saved as tensors of the CPU and can be loaded on any device.
/// Another device rounds otherwise, so the device is part of a run's configuration. On a GPU a training that is repeated or
/// resumed is equal up to rounding, not bit for bit: some of CUDA's sums have no fixed order.
/// </remarks>
[JsonConverter(typeof(Text))]
public sealed partial record TorchDevice
{
    private TorchDevice(string name) => Name = name;

    /// <summary>The processor.</summary>
    public static TorchDevice Cpu { get; } = new("cpu");

    /// <summary>The first GPU that libtorch can compute on; else the processor.</summary>
    public static TorchDevice Default => TorchRuntime.Fault is null && TorchRuntime.Devices.Count > 1
        ? new(TorchRuntime.Devices[1]) : Cpu;

    /// <summary><c>cpu</c>, <c>cuda:0</c>, <c>cuda:1</c>, …</summary>
    public string Name { get; }

    /// <summary>
    /// Reads <c>cpu</c>, <c>cuda</c> (the first GPU), <c>cuda:1</c>, or <c>auto</c> (<see cref="Default"/>). Whether this machine
    /// has it is not asked.
    /// </summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public static TorchDevice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "auto" => Default,
            "cpu" => Cpu,
            "cuda" => new("cuda:0"),
            _ when NumberedGpu().IsMatch(text) => new(text),
            _ => throw new ArgumentException($"Found the device '{text}'; expected cpu, cuda, cuda:N or auto. {Present}"),
        };
    }

    /// <summary>The device, as TorchSharp has it.</summary>
    /// <exception cref="NotSupportedException">This machine, or this build, does not have it. The message says which devices
    /// there are.</exception>
    public Device ToTorch()
    {
        if (this == Cpu || TorchRuntime.Devices.Contains(Name))
        {
            return device(Name);
        }

        string reason = cuda.is_available() ? "CUDA has no GPU of this number"
            : NativeLibraries.LibtorchFolder is null
            ? "this build's libtorch found no GPU: no NVIDIA driver, or none that is new enough"
            : "this build has the CPU's libtorch; build with -p:TorchPackage=cuda for NVIDIA's GPUs";
        throw new NotSupportedException($"Found the device '{Name}': {reason}. {Present}");
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static string Present => $"This machine has {string.Join(", ", TorchRuntime.Devices)}.";

    [GeneratedRegex("^cuda:(0|[1-9][0-9]?)$")]
    private static partial Regex NumberedGpu();

    private sealed class Text : JsonConverter<TorchDevice>
    {
        public override TorchDevice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            try
            {
                return Parse(text ?? $"a {reader.TokenType}");
            }
            catch (ArgumentException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, TorchDevice value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name);
    }
}
