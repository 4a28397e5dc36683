using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>How a quotient is rounded.</summary>
    public enum RoundingMode
    {
        /// <summary>Not at all.</summary>
        None,
        /// <summary>Towards zero.</summary>
        trunc,
        /// <summary>Down.</summary>
        floor,
    }

    // A trailing underscore changes this tensor and returns it.
    public partial class Tensor
    {
        /// <summary>The sum with another tensor, broadcast, or a number, that one times <paramref name="alpha"/>.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Aten.add_Tensor.Call(this, target, alpha);

        /// <summary>The sum with another tensor, broadcast, or a number.</summary>
        public Tensor add(Tensor target) => Aten.add_Tensor.Call(this, target);

        /// <summary>The sum with another tensor, broadcast, or a number, that one times <paramref name="alpha"/>. In place.</summary>
        public Tensor add_(Tensor target, Scalar alpha) => Aten.add__Tensor.Mutate(this, target, alpha);

        /// <summary>The sum with another tensor, broadcast, or a number. In place.</summary>
        public Tensor add_(Tensor target) => Aten.add__Tensor.Mutate(this, target);

        /// <summary>The sum with another tensor, broadcast, or a number.</summary>
        public Tensor add(Scalar scalar) => Aten.add_Scalar.Call(this, scalar);

        /// <summary>The sum with another tensor, broadcast, or a number. In place.</summary>
        public Tensor add_(Scalar scalar) => Aten.add__Scalar.Mutate(this, scalar);

        /// <summary>The difference to another tensor, broadcast, or a number, that one times <paramref name="alpha"/>.</summary>
        public Tensor sub(Tensor target, Scalar alpha) => Aten.sub_Tensor.Call(this, target, alpha);

        /// <summary>The difference to another tensor, broadcast, or a number.</summary>
        public Tensor sub(Tensor target) => Aten.sub_Tensor.Call(this, target);

        /// <summary>The difference to another tensor, broadcast, or a number, that one times <paramref name="alpha"/>. In place.</summary>
        public Tensor sub_(Tensor target, Scalar alpha) => Aten.sub__Tensor.Mutate(this, target, alpha);

        /// <summary>The difference to another tensor, broadcast, or a number. In place.</summary>
        public Tensor sub_(Tensor target) => Aten.sub__Tensor.Mutate(this, target);

        /// <summary>The difference to another tensor, broadcast, or a number.</summary>
        public Tensor sub(Scalar scalar) => Aten.sub_Scalar.Call(this, scalar);

        /// <summary>The difference to another tensor, broadcast, or a number. In place.</summary>
        public Tensor sub_(Scalar scalar) => Aten.sub__Scalar.Mutate(this, scalar);

        /// <summary>The product with another tensor, broadcast, or a number.</summary>
        public Tensor mul(Tensor target) => Aten.mul_Tensor.Call(this, target);

        /// <summary>The product with another tensor, broadcast, or a number. In place.</summary>
        public Tensor mul_(Tensor target) => Aten.mul__Tensor.Mutate(this, target);

        /// <summary>The product with another tensor, broadcast, or a number.</summary>
        public Tensor mul(Scalar scalar) => Aten.mul_Scalar.Call(this, scalar);

        /// <summary>The product with another tensor, broadcast, or a number. In place.</summary>
        public Tensor mul_(Scalar scalar) => Aten.mul__Scalar.Mutate(this, scalar);

        /// <summary>The quotient by another tensor, broadcast; rounded where asked.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Aten.div_Tensor.Call(this, target)
            : Aten.div_Tensor_mode.Call(this, target, rounding_mode.ToString());

        /// <summary>The quotient by a number; rounded where asked.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => rounding_mode == RoundingMode.None
            ? Aten.div_Scalar.Call(this, target)
            : Aten.div_Scalar_mode.Call(this, target, rounding_mode.ToString());

        /// <summary>The quotient by another tensor, broadcast. In place.</summary>
        public Tensor div_(Tensor target) => Aten.div__Tensor.Mutate(this, target);

        /// <summary>The quotient by a number. In place.</summary>
        public Tensor div_(Scalar target) => Aten.div__Scalar.Mutate(this, target);

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Tensor other) => Aten.floor_divide.Call(this, other);

        /// <summary>The quotient rounded down.</summary>
        public Tensor floor_divide(Scalar other) => Aten.floor_divide_Scalar.Call(this, other);

        /// <summary>The remainder of division, with the sign of the divisor.</summary>
        public Tensor remainder(Tensor other) => Aten.remainder_Tensor.Call(this, other);

        /// <summary>The remainder of division, with the sign of the divisor.</summary>
        public Tensor remainder(Scalar scalar) => Aten.remainder_Scalar.Call(this, scalar);

        /// <summary>The remainder of division, with the sign of this tensor.</summary>
        public Tensor fmod(Tensor other) => Aten.fmod_Tensor.Call(this, other);

        /// <summary>The remainder of division, with the sign of this tensor.</summary>
        public Tensor fmod(Scalar scalar) => Aten.fmod_Scalar.Call(this, scalar);

        /// <summary>Each element to a power, broadcast.</summary>
        public Tensor pow(Tensor exponent) => Aten.pow_Tensor_Tensor.Call(this, exponent);

        /// <summary>Each element to a power.</summary>
        public Tensor pow(Scalar exponent) => Aten.pow_Tensor_Scalar.Call(this, exponent);

        /// <summary>Raises each element to a power.</summary>
        public Tensor pow_(Scalar exponent) => Aten.pow__Scalar.Mutate(this, exponent);

        /// <summary>The angle of (x, y) = (other, this), in radians.</summary>
        public Tensor atan2(Tensor other) => Aten.atan2.Call(this, other);

        /// <summary>The larger of each two elements, broadcast.</summary>
        public Tensor maximum(Tensor other) => Aten.maximum.Call(this, other);

        /// <summary>The smaller of each two elements, broadcast.</summary>
        public Tensor minimum(Tensor other) => Aten.minimum.Call(this, other);

        /// <summary>This tensor plus <paramref name="value"/> times the product of two others.</summary>
        public Tensor addcmul(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul.Call(this, tensor1, tensor2, value);

        /// <summary>Adds <paramref name="value"/> times the product of two others.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcmul_.Mutate(this, tensor1, tensor2, value);

        /// <summary>This tensor plus <paramref name="value"/> times the quotient of two others.</summary>
        public Tensor addcdiv(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv.Call(this, tensor1, tensor2, value);

        /// <summary>Adds <paramref name="value"/> times the quotient of two others.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2, Scalar value) => Aten.addcdiv_.Mutate(this, tensor1, tensor2, value);

        /// <summary>this + weight (end - this).</summary>
        public Tensor lerp(Tensor end, Tensor weight) => Aten.lerp_Tensor.Call(this, end, weight);

        /// <summary>this + weight (end - this).</summary>
        public Tensor lerp(Tensor end, Scalar weight) => Aten.lerp_Scalar.Call(this, end, weight);

        /// <summary>this + weight (end - this), in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight) => Aten.lerp__Tensor.Mutate(this, end, weight);

        /// <summary>this + weight (end - this), in place.</summary>
        public Tensor lerp_(Tensor end, Scalar weight) => Aten.lerp__Scalar.Mutate(this, end, weight);
    }
}
