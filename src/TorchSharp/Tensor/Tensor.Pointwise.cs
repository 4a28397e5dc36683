using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // A trailing underscore changes this tensor and returns it.
    public partial class Tensor
    {
        /// <summary>The absolute value of each element.</summary>
        public Tensor abs() => Aten.abs.Call(this);

        /// <summary>The absolute value of each element. In place.</summary>
        public Tensor abs_() => Aten.abs_.Mutate(this);

        /// <summary>The arc cosine of each element.</summary>
        public Tensor acos() => Aten.acos.Call(this);

        /// <summary>The arc sine of each element.</summary>
        public Tensor asin() => Aten.asin.Call(this);

        /// <summary>The arc tangent of each element.</summary>
        public Tensor atan() => Aten.atan.Call(this);

        /// <summary>Each element rounded up.</summary>
        public Tensor ceil() => Aten.ceil.Call(this);

        /// <summary>Each element rounded up. In place.</summary>
        public Tensor ceil_() => Aten.ceil_.Mutate(this);

        /// <summary>The cosine of each element.</summary>
        public Tensor cos() => Aten.cos.Call(this);

        /// <summary>The cosine of each element. In place.</summary>
        public Tensor cos_() => Aten.cos_.Mutate(this);

        /// <summary>The hyperbolic cosine of each element.</summary>
        public Tensor cosh() => Aten.cosh.Call(this);

        /// <summary>The error function of each element.</summary>
        public Tensor erf() => Aten.erf.Call(this);

        /// <summary>The error function of each element. In place.</summary>
        public Tensor erf_() => Aten.erf_.Mutate(this);

        /// <summary>One less the error function of each element.</summary>
        public Tensor erfc() => Aten.erfc.Call(this);

        /// <summary>e to the power of each element.</summary>
        public Tensor exp() => Aten.exp.Call(this);

        /// <summary>e to the power of each element. In place.</summary>
        public Tensor exp_() => Aten.exp_.Mutate(this);

        /// <summary>e to the power of each element, less one.</summary>
        public Tensor expm1() => Aten.expm1.Call(this);

        /// <summary>e to the power of each element, less one. In place.</summary>
        public Tensor expm1_() => Aten.expm1_.Mutate(this);

        /// <summary>Each element rounded down.</summary>
        public Tensor floor() => Aten.floor.Call(this);

        /// <summary>Each element rounded down. In place.</summary>
        public Tensor floor_() => Aten.floor_.Mutate(this);

        /// <summary>The fractional part of each element.</summary>
        public Tensor frac() => Aten.frac.Call(this);

        /// <summary>The logarithm of the gamma function of each element.</summary>
        public Tensor lgamma() => Aten.lgamma.Call(this);

        /// <summary>The natural logarithm of each element.</summary>
        public Tensor log() => Aten.log.Call(this);

        /// <summary>The natural logarithm of each element. In place.</summary>
        public Tensor log_() => Aten.log_.Mutate(this);

        /// <summary>The decimal logarithm of each element.</summary>
        public Tensor log10() => Aten.log10.Call(this);

        /// <summary>The natural logarithm of one more than each element.</summary>
        public Tensor log1p() => Aten.log1p.Call(this);

        /// <summary>The natural logarithm of one more than each element. In place.</summary>
        public Tensor log1p_() => Aten.log1p_.Mutate(this);

        /// <summary>The binary logarithm of each element.</summary>
        public Tensor log2() => Aten.log2.Call(this);

        /// <summary>Each element with its sign turned.</summary>
        public Tensor neg() => Aten.neg.Call(this);

        /// <summary>Each element with its sign turned. In place.</summary>
        public Tensor neg_() => Aten.neg_.Mutate(this);

        /// <summary>One over each element.</summary>
        public Tensor reciprocal() => Aten.reciprocal.Call(this);

        /// <summary>One over each element. In place.</summary>
        public Tensor reciprocal_() => Aten.reciprocal_.Mutate(this);

        /// <summary>Each element, or zero where it is negative.</summary>
        public Tensor relu() => Aten.relu.Call(this);

        /// <summary>Each element, or zero where it is negative. In place.</summary>
        public Tensor relu_() => Aten.relu_.Mutate(this);

        /// <summary>Each element rounded to an integer, halves to the even one.</summary>
        public Tensor round() => Aten.round.Call(this);

        /// <summary>Each element rounded to an integer, halves to the even one. In place.</summary>
        public Tensor round_() => Aten.round_.Mutate(this);

        /// <summary>One over the square root of each element.</summary>
        public Tensor rsqrt() => Aten.rsqrt.Call(this);

        /// <summary>One over the square root of each element. In place.</summary>
        public Tensor rsqrt_() => Aten.rsqrt_.Mutate(this);

        /// <summary>1 / (1 + exp(-x)) of each element.</summary>
        public Tensor sigmoid() => Aten.sigmoid.Call(this);

        /// <summary>1 / (1 + exp(-x)) of each element. In place.</summary>
        public Tensor sigmoid_() => Aten.sigmoid_.Mutate(this);

        /// <summary>-1, 0 or 1 by the sign of each element.</summary>
        public Tensor sign() => Aten.sign.Call(this);

        /// <summary>The sine of each element.</summary>
        public Tensor sin() => Aten.sin.Call(this);

        /// <summary>The sine of each element. In place.</summary>
        public Tensor sin_() => Aten.sin_.Mutate(this);

        /// <summary>The hyperbolic sine of each element.</summary>
        public Tensor sinh() => Aten.sinh.Call(this);

        /// <summary>The square root of each element.</summary>
        public Tensor sqrt() => Aten.sqrt.Call(this);

        /// <summary>The square root of each element. In place.</summary>
        public Tensor sqrt_() => Aten.sqrt_.Mutate(this);

        /// <summary>The square of each element.</summary>
        public Tensor square() => Aten.square.Call(this);

        /// <summary>The square of each element. In place.</summary>
        public Tensor square_() => Aten.square_.Mutate(this);

        /// <summary>The tangent of each element.</summary>
        public Tensor tan() => Aten.tan.Call(this);

        /// <summary>The hyperbolic tangent of each element.</summary>
        public Tensor tanh() => Aten.tanh.Call(this);

        /// <summary>The hyperbolic tangent of each element. In place.</summary>
        public Tensor tanh_() => Aten.tanh_.Mutate(this);

        /// <summary>Each element without its fraction.</summary>
        public Tensor trunc() => Aten.trunc.Call(this);

        /// <summary>Each element without its fraction. In place.</summary>
        public Tensor trunc_() => Aten.trunc_.Mutate(this);

        /// <summary>Where elements are neither infinite nor NaN.</summary>
        public Tensor isfinite() => Aten.isfinite.Call(this);

        /// <summary>Where elements are infinite.</summary>
        public Tensor isinf() => Aten.isinf.Call(this);

        /// <summary>Where elements are NaN.</summary>
        public Tensor isnan() => Aten.isnan.Call(this);

        /// <summary>Each element with its sign turned.</summary>
        public Tensor negative() => neg();

        /// <summary>The absolute value of each element.</summary>
        public Tensor absolute() => abs();

        /// <summary>Each element rounded to a number of decimals, halves to the even one.</summary>
        public Tensor round(long decimals) => Aten.round_decimals.Call(this, decimals);

        /// <summary>The logarithm of x / (1 - x) of each element, clamped to [eps, 1 - eps] where eps is given.</summary>
        public Tensor logit(double? eps = null) => Aten.logit.Call(this, eps);

        /// <summary>Each element with NaN and the infinities replaced.</summary>
        public Tensor nan_to_num(double? nan = null, double? posinf = null, double? neginf = null) =>
            Aten.nan_to_num.Call(this, nan, posinf, neginf);

        /// <summary>The softmax along a dimension.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Aten.softmax_int.Call(this, dim, dtype);

        /// <summary>The logarithm of the softmax along a dimension.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Aten.log_softmax_int.Call(this, dim, dtype);

        /// <summary>Each element, held between two bounds.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Aten.clamp.Call(this, min, max);

        /// <summary>Each element, held between the elements of two tensors, broadcast.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Aten.clamp_Tensor.Call(this, min, max);

        /// <summary>Holds each element between two bounds.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null) => Aten.clamp_.Mutate(this, min, max);

        /// <summary>Each element, or the bound where it is smaller.</summary>
        public Tensor clamp_min(Scalar min) => Aten.clamp_min.Call(this, min);

        /// <summary>Each element, or the bound where it is larger.</summary>
        public Tensor clamp_max(Scalar max) => Aten.clamp_max.Call(this, max);

        /// <inheritdoc cref="clamp(Scalar?, Scalar?)"/>
        public Tensor clip(Scalar? min = null, Scalar? max = null) => clamp(min, max);
    }
}
