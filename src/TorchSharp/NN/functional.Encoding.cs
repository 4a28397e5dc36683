using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Neural networks.</summary>
    public static partial class nn
    {
        /// <summary>Layers and losses as functions, without parameters of their own.</summary>
        public static partial class functional
        {
            /// <summary>A last dimension of <paramref name="num_classes"/> with 1 at the class and 0 elsewhere, Int64.</summary>
            /// <param name="x">Classes from 0 on, Int64.</param>
            /// <param name="num_classes">One more than the largest class where -1.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1) => Aten.one_hot.Call(x, num_classes);
        }
    }
}
