namespace TorchSharp.Native;

// Operators that only layers, losses and initialisation call.
internal static partial class Aten
{
    internal static readonly Operator erfinv_ = "erfinv_";
    internal static readonly Operator linalg_qr = "linalg_qr";
    internal static readonly Operator linear = "linear";
    internal static readonly Operator set_data = "set_data";
}
