using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The sum, broadcast.</summary>
        public static Tensor operator +(Tensor left, Tensor right) => left.add(right);
        /// <summary>The sum.</summary>
        public static Tensor operator +(Tensor left, Scalar right) => left.add(right);
        /// <summary>The sum.</summary>
        public static Tensor operator +(Tensor left, int right) => left.add((Scalar)right);
        /// <summary>The sum.</summary>
        public static Tensor operator +(Tensor left, long right) => left.add((Scalar)right);
        /// <summary>The sum.</summary>
        public static Tensor operator +(Tensor left, float right) => left.add((Scalar)right);
        /// <summary>The sum.</summary>
        public static Tensor operator +(Tensor left, double right) => left.add((Scalar)right);
        /// <summary>The sum.</summary>
        public static Tensor operator +(Scalar left, Tensor right) => right.add(left);
        /// <summary>The sum.</summary>
        public static Tensor operator +(int left, Tensor right) => right.add((Scalar)left);
        /// <summary>The sum.</summary>
        public static Tensor operator +(long left, Tensor right) => right.add((Scalar)left);
        /// <summary>The sum.</summary>
        public static Tensor operator +(float left, Tensor right) => right.add((Scalar)left);
        /// <summary>The sum.</summary>
        public static Tensor operator +(double left, Tensor right) => right.add((Scalar)left);

        /// <summary>The difference, broadcast.</summary>
        public static Tensor operator -(Tensor left, Tensor right) => left.sub(right);
        /// <summary>The difference.</summary>
        public static Tensor operator -(Tensor left, Scalar right) => left.sub(right);
        /// <summary>The difference.</summary>
        public static Tensor operator -(Tensor left, int right) => left.sub((Scalar)right);
        /// <summary>The difference.</summary>
        public static Tensor operator -(Tensor left, long right) => left.sub((Scalar)right);
        /// <summary>The difference.</summary>
        public static Tensor operator -(Tensor left, float right) => left.sub((Scalar)right);
        /// <summary>The difference.</summary>
        public static Tensor operator -(Tensor left, double right) => left.sub((Scalar)right);
        /// <summary>The difference.</summary>
        public static Tensor operator -(Scalar left, Tensor right) => Aten.rsub_Scalar.Call(right, left);
        /// <summary>The difference.</summary>
        public static Tensor operator -(int left, Tensor right) => Aten.rsub_Scalar.Call(right, (Scalar)left);
        /// <summary>The difference.</summary>
        public static Tensor operator -(long left, Tensor right) => Aten.rsub_Scalar.Call(right, (Scalar)left);
        /// <summary>The difference.</summary>
        public static Tensor operator -(float left, Tensor right) => Aten.rsub_Scalar.Call(right, (Scalar)left);
        /// <summary>The difference.</summary>
        public static Tensor operator -(double left, Tensor right) => Aten.rsub_Scalar.Call(right, (Scalar)left);

        /// <summary>The product, broadcast.</summary>
        public static Tensor operator *(Tensor left, Tensor right) => left.mul(right);
        /// <summary>The product.</summary>
        public static Tensor operator *(Tensor left, Scalar right) => left.mul(right);
        /// <summary>The product.</summary>
        public static Tensor operator *(Tensor left, int right) => left.mul((Scalar)right);
        /// <summary>The product.</summary>
        public static Tensor operator *(Tensor left, long right) => left.mul((Scalar)right);
        /// <summary>The product.</summary>
        public static Tensor operator *(Tensor left, float right) => left.mul((Scalar)right);
        /// <summary>The product.</summary>
        public static Tensor operator *(Tensor left, double right) => left.mul((Scalar)right);
        /// <summary>The product.</summary>
        public static Tensor operator *(Scalar left, Tensor right) => right.mul(left);
        /// <summary>The product.</summary>
        public static Tensor operator *(int left, Tensor right) => right.mul((Scalar)left);
        /// <summary>The product.</summary>
        public static Tensor operator *(long left, Tensor right) => right.mul((Scalar)left);
        /// <summary>The product.</summary>
        public static Tensor operator *(float left, Tensor right) => right.mul((Scalar)left);
        /// <summary>The product.</summary>
        public static Tensor operator *(double left, Tensor right) => right.mul((Scalar)left);

        /// <summary>The quotient, broadcast.</summary>
        public static Tensor operator /(Tensor left, Tensor right) => left.div(right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(Tensor left, Scalar right) => left.div(right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(Tensor left, int right) => left.div((Scalar)right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(Tensor left, long right) => left.div((Scalar)right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(Tensor left, float right) => left.div((Scalar)right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(Tensor left, double right) => left.div((Scalar)right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(Scalar left, Tensor right) => Quotient(left, right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(int left, Tensor right) => Quotient((Scalar)left, right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(long left, Tensor right) => Quotient((Scalar)left, right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(float left, Tensor right) => Quotient((Scalar)left, right);
        /// <summary>The quotient.</summary>
        public static Tensor operator /(double left, Tensor right) => Quotient((Scalar)left, right);

        /// <summary>The remainder, broadcast.</summary>
        public static Tensor operator %(Tensor left, Tensor right) => left.remainder(right);
        /// <summary>The remainder.</summary>
        public static Tensor operator %(Tensor left, Scalar right) => left.remainder(right);
        /// <summary>The remainder.</summary>
        public static Tensor operator %(Tensor left, int right) => left.remainder((Scalar)right);
        /// <summary>The remainder.</summary>
        public static Tensor operator %(Tensor left, long right) => left.remainder((Scalar)right);
        /// <summary>The remainder.</summary>
        public static Tensor operator %(Tensor left, float right) => left.remainder((Scalar)right);
        /// <summary>The remainder.</summary>
        public static Tensor operator %(Tensor left, double right) => left.remainder((Scalar)right);

        private static Tensor Quotient(Scalar left, Tensor right)
        {
            using var reciprocal = right.reciprocal();
            return reciprocal.mul(left);
        }

        /// <summary>Each element with its sign turned.</summary>
        public static Tensor operator -(Tensor tensor) => tensor.neg();

        /// <summary>Bitwise and; logical for truth values.</summary>
        public static Tensor operator &(Tensor left, Tensor right) => left.bitwise_and(right);
        /// <summary>Bitwise or; logical for truth values.</summary>
        public static Tensor operator |(Tensor left, Tensor right) => left.bitwise_or(right);
        /// <summary>Bitwise exclusive or; logical for truth values.</summary>
        public static Tensor operator ^(Tensor left, Tensor right) => left.bitwise_xor(right);
        /// <summary>Bitwise not; logical for truth values.</summary>
        public static Tensor operator ~(Tensor left) => left.bitwise_not();

        /// <summary>Where elements equal, broadcast.</summary>
        public static Tensor operator ==(Tensor left, Tensor right) => left.eq(right);
        /// <summary>Where elements equal.</summary>
        public static Tensor operator ==(Tensor left, Scalar right) => left.eq(right);
        /// <summary>Where elements equal.</summary>
        public static Tensor operator ==(Scalar left, Tensor right) => right.eq(left);
        /// <summary>Where elements differ, broadcast.</summary>
        public static Tensor operator !=(Tensor left, Tensor right) => left.ne(right);
        /// <summary>Where elements differ.</summary>
        public static Tensor operator !=(Tensor left, Scalar right) => left.ne(right);
        /// <summary>Where elements differ.</summary>
        public static Tensor operator !=(Scalar left, Tensor right) => right.ne(left);
        /// <summary>Where elements are smaller, broadcast.</summary>
        public static Tensor operator <(Tensor left, Tensor right) => left.lt(right);
        /// <summary>Where elements are smaller.</summary>
        public static Tensor operator <(Tensor left, Scalar right) => left.lt(right);
        /// <summary>Where elements are smaller.</summary>
        public static Tensor operator <(Scalar left, Tensor right) => right.gt(left);
        /// <summary>Where elements are smaller or equal, broadcast.</summary>
        public static Tensor operator <=(Tensor left, Tensor right) => left.le(right);
        /// <summary>Where elements are smaller or equal.</summary>
        public static Tensor operator <=(Tensor left, Scalar right) => left.le(right);
        /// <summary>Where elements are smaller or equal.</summary>
        public static Tensor operator <=(Scalar left, Tensor right) => right.ge(left);
        /// <summary>Where elements are larger, broadcast.</summary>
        public static Tensor operator >(Tensor left, Tensor right) => left.gt(right);
        /// <summary>Where elements are larger.</summary>
        public static Tensor operator >(Tensor left, Scalar right) => left.gt(right);
        /// <summary>Where elements are larger.</summary>
        public static Tensor operator >(Scalar left, Tensor right) => right.lt(left);
        /// <summary>Where elements are larger or equal, broadcast.</summary>
        public static Tensor operator >=(Tensor left, Tensor right) => left.ge(right);
        /// <summary>Where elements are larger or equal.</summary>
        public static Tensor operator >=(Tensor left, Scalar right) => left.ge(right);
        /// <summary>Where elements are larger or equal.</summary>
        public static Tensor operator >=(Scalar left, Tensor right) => right.le(left);

        /// <summary>Whether another tensor has the same shape, dtype and elements.</summary>
        public bool Equals(Tensor target) =>
            dtype == target.dtype && device.Equals(target.device) && Aten.equal.CallScalar(this, target).ToBoolean();

        /// <inheritdoc cref="Equals(Tensor)"/>
        public override bool Equals(object? obj) => ReferenceEquals(this, obj) || (obj is Tensor other && Equals(other));

        /// <summary>The hash of the object, not of the elements, which change.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
