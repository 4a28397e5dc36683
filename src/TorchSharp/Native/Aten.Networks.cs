namespace TorchSharp.Native;

// Operators that only layers, losses and initialisation call.
internal static partial class Aten
{
    internal static readonly Operator _cudnn_rnn_flatten_weight = "_cudnn_rnn_flatten_weight";
    internal static readonly Operator adaptive_avg_pool2d = "adaptive_avg_pool2d";
    internal static readonly Operator avg_pool2d = "avg_pool2d";
    internal static readonly Operator batch_norm = "batch_norm";
    internal static readonly Operator binary_cross_entropy = "binary_cross_entropy";
    internal static readonly Operator binary_cross_entropy_with_logits = "binary_cross_entropy_with_logits";
    internal static readonly Operator constant_pad_nd = "constant_pad_nd";
    internal static readonly Operator conv2d_padding = "conv2d.padding";
    internal static readonly Operator conv_transpose2d = "research::conv_transpose2d";
    internal static readonly Operator cosine_similarity = "cosine_similarity";
    internal static readonly Operator cross_entropy_loss = "cross_entropy_loss";
    internal static readonly Operator dropout = "research::dropout";
    internal static readonly Operator dropout_ = "dropout_";
    internal static readonly Operator embedding = "embedding";
    internal static readonly Operator embedding_renorm_ = "embedding_renorm_";
    internal static readonly Operator erfinv_ = "erfinv_";
    internal static readonly Operator gelu = "gelu";
    internal static readonly Operator gelu_ = "gelu_";
    internal static readonly Operator gru = "research::gru";
    internal static readonly Operator huber_loss = "huber_loss";
    internal static readonly Operator kl_div = "kl_div";
    internal static readonly Operator l1_loss = "l1_loss";
    internal static readonly Operator layer_norm = "layer_norm";
    internal static readonly Operator leaky_relu = "leaky_relu";
    internal static readonly Operator leaky_relu_ = "leaky_relu_";
    internal static readonly Operator linalg_eigh = "linalg_eigh";
    internal static readonly Operator linalg_qr = "linalg_qr";
    internal static readonly Operator linear = "linear";
    internal static readonly Operator lstm = "research::lstm";
    internal static readonly Operator max_pool2d = "max_pool2d";
    internal static readonly Operator max_pool2d_with_indices = "max_pool2d_with_indices";
    internal static readonly Operator mse_loss = "mse_loss";
    internal static readonly Operator nll_loss_nd = "nll_loss_nd";
    internal static readonly Operator pad = "pad";
    internal static readonly Operator set_data = "set_data";
    internal static readonly Operator silu = "silu";
    internal static readonly Operator silu_ = "silu_";
    internal static readonly Operator smooth_l1_loss = "smooth_l1_loss";
    internal static readonly Operator softplus = "softplus";
    internal static readonly Operator upsample_bicubic2d_vec = "upsample_bicubic2d.vec";
    internal static readonly Operator upsample_bilinear2d_vec = "upsample_bilinear2d.vec";
    internal static readonly Operator upsample_linear1d_vec = "upsample_linear1d.vec";
    internal static readonly Operator upsample_nearest1d_vec = "upsample_nearest1d.vec";
    internal static readonly Operator upsample_nearest2d_vec = "upsample_nearest2d.vec";
    internal static readonly Operator upsample_nearest3d_vec = "upsample_nearest3d.vec";
    internal static readonly Operator upsample_trilinear3d_vec = "upsample_trilinear3d.vec";
}
