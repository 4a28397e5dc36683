using TorchSharp.Native;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The elements, to be read and written in row-major order without a copy.</summary>
        /// <exception cref="ArgumentException">Where <typeparamref name="T"/> is not what the dtype holds.</exception>
        /// <exception cref="InvalidOperationException">Where the tensor is not on the CPU.</exception>
        public TensorAccessor<T> data<T>() where T : unmanaged => new(this);

        /// <summary>The one element.</summary>
        /// <exception cref="ArgumentException">Where there is not exactly one, or of another type.</exception>
        public T item<T>() where T : unmanaged
        {
            var info = Info();
            if (info.NumberOfElements != 1)
                throw new ArgumentException($"Number of elements in the tensor must be 1, not {info.NumberOfElements}.");
            if ((DeviceType)info.DeviceType == DeviceType.CPU)
                return data<T>()[0];
            using var local = cpu();
            return local.data<T>()[0];
        }

        /// <summary>The one element as a scalar.</summary>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">Where there is not exactly one.</exception>
        public Scalar ToScalar() => Aten._local_scalar_dense.CallScalar(this);

        /// <summary>
        /// The memory of the elements, valid while the tensor lives; setting it copies into the tensor.
        /// </summary>
        /// <exception cref="InvalidOperationException">Where it is not contiguous, not on the CPU, or larger than 2 GB.</exception>
        /// <exception cref="ArgumentException">Where the set bytes are not as many as the tensor's.</exception>
        public unsafe Span<byte> bytes
        {
            get
            {
                var info = Info();
                if ((DeviceType)info.DeviceType != DeviceType.CPU)
                    throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
                if (info.IsContiguous == 0)
                    throw new InvalidOperationException("The tensor is not contiguous: call contiguous() first.");
                var size = info.NumberOfElements * ((ScalarType)info.ScalarType).ElementSize();
                if (size > int.MaxValue)
                    throw new InvalidOperationException($"A span holds at most {int.MaxValue} bytes, not {size}.");
                return new Span<byte>((void*)info.Data, (int)size);
            }
            set
            {
                var own = bytes;
                if (own.Length != value.Length)
                    throw new ArgumentException($"{value.Length} bytes for a tensor of {own.Length}.");
                value.CopyTo(own);
                GC.KeepAlive(this);
            }
        }

        /// <summary>The address of the first element, the strides and the count, for what reads elements itself.</summary>
        internal (nint Data, long[] Sizes, long[] Strides) Elements(Type type)
        {
            var info = Info();
            if ((DeviceType)info.DeviceType != DeviceType.CPU)
                throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
            var dtype = (ScalarType)info.ScalarType;
            if (Element(dtype) != type)
                throw new ArgumentException($"{type.Name} is not compatible with {dtype}");
            var (sizes, strides) = Layout();
            return (info.Data, sizes, strides);
        }

        private static Type? Element(ScalarType type) => type switch
        {
            ScalarType.Byte => typeof(byte),
            ScalarType.Int8 => typeof(sbyte),
            ScalarType.Int16 => typeof(short),
            ScalarType.Int32 => typeof(int),
            ScalarType.Int64 => typeof(long),
            ScalarType.Float16 => typeof(Half),
            ScalarType.Float32 => typeof(float),
            ScalarType.Float64 => typeof(double),
            ScalarType.Bool => typeof(bool),
            _ => null,
        };
    }
}
