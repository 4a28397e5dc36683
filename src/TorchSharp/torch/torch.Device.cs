namespace TorchSharp;

/// <summary>Where a tensor lives; numbered as in libtorch.</summary>
public enum DeviceType
{
    /// <summary>Main memory.</summary>
    CPU = 0,
    /// <summary>An NVIDIA GPU.</summary>
    CUDA = 1,
    /// <summary>An Apple GPU.</summary>
    MPS = 13,
    /// <summary>Nowhere: shapes and dtypes only.</summary>
    META = 14,
}

public static partial class torch
{
    /// <summary>A device type with an index; index -1 is the current one.</summary>
    public class Device
    {
        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }
        /// <summary>The device's ordinal, -1 for the current one.</summary>
        public int index { get; } = -1;

        /// <summary>A device from its name: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
        /// <exception cref="ArgumentException">For any other text.</exception>
        public Device(string description)
        {
            var parts = description.Split(':');
            if (parts.Length > 2 || !Enum.TryParse<DeviceType>(parts[0], ignoreCase: true, out var parsed) || char.IsDigit(parts[0], 0))
                throw new ArgumentException($"'{description}' is no device: expected 'cpu', 'cuda', 'mps' or 'meta', perhaps with an index as in 'cuda:0'.");
            type = parsed;
            if (parts.Length == 2)
            {
                if (!int.TryParse(parts[1], out var ordinal) || ordinal < 0)
                    throw new ArgumentException($"'{description}' is no device: '{parts[1]}' is no index.");
                index = ordinal;
            }
        }

        /// <summary>A device of a kind.</summary>
        public Device(string deviceType, int index) : this(deviceType) => this.index = index;

        /// <summary>A device of a kind.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>A CUDA device.</summary>
        public Device(int index) : this(DeviceType.CUDA, index) { }

        /// <summary>The device's name as <see cref="Device(string)"/> takes it.</summary>
        public override string ToString()
        {
            var name = type.ToString().ToLowerInvariant();
            return type == DeviceType.CPU || index < 0 ? name : $"{name}:{index}";
        }

        /// <summary>Whether both name the same device; every CPU index is the one CPU.</summary>
        public override bool Equals(object? obj) =>
            obj is Device other && other.type == type && (type == DeviceType.CPU || other.index == index);

        /// <summary>A hash that agrees with <see cref="Equals"/>.</summary>
        public override int GetHashCode() => type == DeviceType.CPU ? 0 : HashCode.Combine(type, index);

        /// <summary>A device from its name.</summary>
        public static implicit operator Device(string description) => new(description);
    }

    /// <summary>The CPU.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);
    /// <summary>The current CUDA device.</summary>
    public static readonly Device CUDA = new(DeviceType.CUDA);
    /// <summary>The device without memory.</summary>
    public static readonly Device META = new(DeviceType.META);

    /// <summary>A device from its name: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    /// <exception cref="ArgumentException">For any other text.</exception>
    public static Device device(string description) => new(description);

    /// <summary>A device of a kind.</summary>
    public static Device device(string deviceType, int index) => new(deviceType, index);

    /// <summary>A device of a kind.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);

    /// <summary>A CUDA device.</summary>
    public static Device device(int index) => new(index);
}
