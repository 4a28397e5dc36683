using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // A move to where the tensor already is returns a second reference to it, not a copy, unless a copy is asked for.
    public partial class Tensor
    {
        /// <summary>With another dtype.</summary>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Aten.to_dtype.Call(this, type, non_blocking, copy), disposeAfter);

        /// <summary>With another dtype.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>On another device.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, device, copy, disposeAfter, non_blocking);

        /// <summary>On another device.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>On another device.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>On another device, with another dtype.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            After(Aten.to_device.Call(this, device, type, non_blocking, copy), disposeAfter);

        /// <summary>With the dtype and on the device of another tensor.</summary>
        public Tensor to(Tensor other, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(other.dtype, other.device, copy, disposeAfter, non_blocking);

        /// <summary>As truth values.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);
        /// <summary>As 8-bit unsigned integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);
        /// <summary>As 8-bit signed integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);
        /// <summary>As 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);
        /// <summary>As 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);
        /// <summary>As 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);
        /// <summary>As 16-bit floating point.</summary>
        public Tensor half() => to_type(ScalarType.Float16);
        /// <summary>As 16-bit floating point with float32's exponent.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);
        /// <summary>As 32-bit floating point.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);
        /// <summary>As 64-bit floating point.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>With the dtype of another tensor.</summary>
        public Tensor type_as(Tensor tensor) => to_type(tensor.dtype);

        /// <summary>On the CPU.</summary>
        public Tensor cpu(bool disposeAfter = false) => to(CPU, disposeAfter: disposeAfter);

        /// <summary>On a CUDA device, the current one where none is named.</summary>
        public Tensor cuda(Device? device = null, bool disposeAfter = false) => to(device ?? CUDA, disposeAfter: disposeAfter);

        /// <summary>A copy with memory of its own, still part of the graph.</summary>
        public Tensor clone() => Aten.clone.Call(this);

        /// <summary>Overwrites it with another tensor's elements, broadcast, converted and moved as needed.</summary>
        /// <returns>This tensor.</returns>
        public Tensor copy_(Tensor source, bool non_blocking = false) => Aten.copy_.Mutate(this, source, non_blocking);

        /// <summary>With elements that lie in order, without gaps; itself where they do already.</summary>
        public Tensor contiguous() => Aten.contiguous.Call(this);

        /// <summary>In oneDNN's own layout, which its layers keep from one to the next; few other operators know it.</summary>
        public Tensor to_mkldnn() => Aten.to_mkldnn.Call(this, Argument.None);

        /// <summary>Out of oneDNN's own layout, or any other that is not dense.</summary>
        public Tensor to_dense() => Aten.to_dense.Call(this, Argument.None);

        /// <summary>In page-locked memory, from which copies to a GPU can overlap with work.</summary>
        public Tensor pin_memory() => Aten.pin_memory.Call(this);

        private Tensor After(Tensor moved, bool disposeAfter)
        {
            if (disposeAfter)
                Dispose();
            return moved;
        }
    }
}
