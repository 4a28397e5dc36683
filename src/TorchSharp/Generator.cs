using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers with a state of its own.</summary>
    public unsafe class Generator : IDisposable
    {
        private nint handle;

        /// <summary>A generator for the CPU.</summary>
        /// <exception cref="NotSupportedException">For another device.</exception>
        public Generator(ulong seed = 0, Device? device = null)
        {
            this.device = device ?? CPU;
            if (this.device.type != DeviceType.CPU)
                throw new NotSupportedException($"A generator of its own for {this.device}: only the CPU has them here.");
            nint created;
            Check(ts_new_generator(seed, &created), "Generator");
            handle = created;
        }

        private Generator(nint handle, Device device)
        {
            this.handle = handle;
            this.device = device;
        }

        /// <summary>Frees the native generator.</summary>
        ~Generator() => Free();

        /// <summary>The generator that CPU operators draw from where none is named.</summary>
        public static Generator Default => Of(CPU);

        /// <summary>The device whose operators can draw from it.</summary>
        public Device device { get; }

        /// <summary>The native generator.</summary>
        /// <exception cref="ObjectDisposedException">After disposal.</exception>
        public nint Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(handle == 0, this);
                return handle;
            }
        }

        internal static Generator Of(Device device)
        {
            nint found;
            Check(ts_default_generator((int)device.type, device.index, &found), "Generator.Default");
            return new Generator(found, device);
        }

        /// <summary>Starts it anew from a seed.</summary>
        /// <returns>This generator.</returns>
        public Generator manual_seed(long seed)
        {
            Check(ts_seed_generator(Handle, (ulong)seed), "manual_seed");
            return this;
        }

        /// <summary>The seed that it was last started from.</summary>
        public long initial_seed()
        {
            ulong seed;
            Check(ts_get_generator_seed(Handle, &seed), "initial_seed");
            return (long)seed;
        }

        /// <summary>Its state, a tensor of bytes.</summary>
        public Tensor get_state()
        {
            NativeValue state;
            Check(ts_get_generator_state(Handle, &state), "get_state");
            return new Tensor(state);
        }

        /// <summary>Puts it back into a state that <see cref="get_state"/> gave.</summary>
        public void set_state(Tensor value)
        {
            var status = ts_set_generator_state(Handle, value.Lease());
            value.EndLease();
            Check(status, "set_state");
        }

        /// <summary>Frees the native generator.</summary>
        public void Dispose()
        {
            Free();
            GC.SuppressFinalize(this);
        }

        private void Free()
        {
            if (Interlocked.Exchange(ref handle, 0) is var owned and not 0)
                ts_free_generator(owned);
        }
    }

    /// <summary>Random numbers.</summary>
    public static class random
    {
        /// <summary>Seeds the default generators of all devices.</summary>
        public static Generator manual_seed(long seed)
        {
            Check(ts_manual_seed((ulong)seed), "manual_seed");
            return Generator.Default;
        }

        /// <summary>The seed of the CPU's default generator.</summary>
        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        /// <summary>The state of the CPU's default generator.</summary>
        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        /// <summary>Puts the CPU's default generator into a state.</summary>
        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    /// <summary>Seeds the default generators of all devices.</summary>
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    /// <summary>The state of the CPU's default generator.</summary>
    public static Tensor get_rng_state() => random.get_rng_state();

    /// <summary>Puts the CPU's default generator into a state.</summary>
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);
}
