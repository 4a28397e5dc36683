using System.Runtime.CompilerServices;
using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        private const int MaxDimensions = 64; // at::TensorIterator's own limit

        [SkipLocalsInit]
        private unsafe NativeInfo Info()
        {
            NativeInfo info;
            var status = ts_get_info(Lease(), &info, null, null, -1);
            EndLease();
            Check(status, "Tensor");
            return info;
        }

        [SkipLocalsInit]
        private unsafe (long[] Sizes, long[] Strides) Layout()
        {
            NativeInfo info;
            var sizes = stackalloc long[MaxDimensions];
            var strides = stackalloc long[MaxDimensions];
            var status = ts_get_info(Lease(), &info, sizes, strides, MaxDimensions);
            EndLease();
            Check(status, "Tensor");
            return (new Span<long>(sizes, info.Dimensions).ToArray(), new Span<long>(strides, info.Dimensions).ToArray());
        }

        /// <summary>The size of each dimension; empty for a scalar.</summary>
        public long[] shape => Layout().Sizes;

        /// <inheritdoc cref="shape"/>
        public long[] size() => shape;

        /// <summary>The size of a dimension; negative ones count from the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Where the tensor has no such dimension.</exception>
        public long size(int dim) => At(shape, dim);

        /// <summary>How many elements lie between neighbours along each dimension.</summary>
        public long[] stride() => Layout().Strides;

        /// <summary>How many elements lie between neighbours along a dimension; negative ones count from the last.</summary>
        /// <exception cref="ArgumentOutOfRangeException">Where the tensor has no such dimension.</exception>
        public long stride(int dim) => At(stride(), dim);

        /// <summary>The number of dimensions.</summary>
        public long Dimensions => Info().Dimensions;

        /// <inheritdoc cref="Dimensions"/>
        public long dim() => Dimensions;

        /// <inheritdoc cref="Dimensions"/>
        public long ndim => Dimensions;

        /// <summary>The number of elements.</summary>
        public long NumberOfElements => Info().NumberOfElements;

        /// <inheritdoc cref="NumberOfElements"/>
        public long numel() => NumberOfElements;

        /// <summary>The bytes of one element.</summary>
        public long ElementSize => dtype.ElementSize();

        /// <inheritdoc cref="ElementSize"/>
        public long element_size() => ElementSize;

        /// <summary>The element type.</summary>
        public ScalarType dtype => (ScalarType)Info().ScalarType;

        /// <summary>Where it lives.</summary>
        public Device device
        {
            get
            {
                var info = Info();
                var type = (DeviceType)info.DeviceType;
                return type == DeviceType.CPU ? CPU : new Device(type, info.DeviceIndex);
            }
        }

        /// <summary>The kind of device that it lives on.</summary>
        public DeviceType device_type => (DeviceType)Info().DeviceType;

        /// <summary>The ordinal of the device that it lives on, -1 for the CPU.</summary>
        public int device_index => Info().DeviceIndex;

        /// <summary>Whether it lives on a CUDA device.</summary>
        public bool is_cuda => device_type == DeviceType.CUDA;

        /// <summary>Whether it holds integers or truth values.</summary>
        public bool is_integral() => torch.is_integral(dtype);

        /// <summary>Whether it holds real floating-point numbers.</summary>
        public bool is_floating_point() => torch.is_floating_point(dtype);

        /// <summary>Whether it holds complex numbers.</summary>
        public bool is_complex() => torch.is_complex(dtype);

        /// <summary>Whether its elements lie in memory in order, without gaps.</summary>
        public bool is_contiguous() => Info().IsContiguous != 0;

        /// <summary>Whether it stores only its non-zero elements.</summary>
        public bool is_sparse => Info().IsSparse != 0;

        private static long At(long[] items, int dim)
        {
            var index = dim < 0 ? dim + items.Length : dim;
            if (index < 0 || index >= items.Length)
                throw new ArgumentOutOfRangeException(nameof(dim), dim, $"The tensor has {items.Length} dimensions.");
            return items[index];
        }
    }
}
