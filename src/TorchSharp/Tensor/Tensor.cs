using TorchSharp.Native;
using static TorchSharp.Native.NativeMethods;

namespace TorchSharp;

/// <summary>PyTorch's functions: <c>using static TorchSharp.torch;</c>.</summary>
public static partial class torch
{
    /// <summary>
    /// An array of numbers in libtorch's memory. It owns one native reference: <see cref="Dispose()"/> gives it back, a
    /// dispose scope does so for all that were made inside it, and the finalizer does for what was forgotten.
    /// </summary>
    /// <remarks>
    /// After disposal every member but <see cref="IsInvalid"/> throws <see cref="ObjectDisposedException"/>. A tensor that
    /// another thread disposes during a call stays alive until the call returns. What libtorch refuses comes up as
    /// <see cref="System.Runtime.InteropServices.ExternalException"/> with the operator, the arguments and libtorch's text.
    /// </remarks>
    public partial class Tensor : IDisposable
    {
        private const int Disposed = 1;
        private const int OneLease = 2;
        private const long WorthCounting = 4096;

        private readonly nint handle;
        private readonly long storageBytes;
        private bool isPressure; // the garbage collector was told of the bytes
        private int state;       // twice the leases, plus Disposed

        internal Tensor(nint handle) : this(new NativeValue { Payload = handle, Kind = ValueKind.Tensor }) { }

        internal Tensor(in NativeValue value)
        {
            if (value.Kind != ValueKind.Tensor || value.Payload == 0)
            {
                state = Disposed;
                GC.SuppressFinalize(this);
                throw new InvalidOperationException($"The operator returned a {value.Kind}, not a tensor.");
            }
            handle = (nint)value.Payload;
            storageBytes = value.Length;
            OwningDisposeScope = DisposeScopeManager.ThreadSingleton.RegisterOnCurrentDisposeScope(this);
            if (OwningDisposeScope is null)
                LeaveToFinalizer();
        }

        /// <summary>Reclaims a tensor that nobody disposed.</summary>
        ~Tensor() => EndOwnership();

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>A name to tell it by; nothing but debugging uses it.</summary>
        public string? name { get; set; }

        /// <summary>Gives the native reference back. A second call does nothing.</summary>
        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        /// <summary>Gives the native reference back.</summary>
        /// <param name="disposing">False from a finalizer.</param>
        protected virtual void Dispose(bool disposing)
        {
            if (disposing)
                OwningDisposeScope?.MarkAsDisposed(this);
            EndOwnership();
        }

        /// <summary>Whether the tensor was disposed.</summary>
        public bool IsInvalid => (Volatile.Read(ref state) & Disposed) != 0;

        /// <summary>The native tensor (<c>c10::TensorImpl*</c>).</summary>
        /// <exception cref="ObjectDisposedException">After disposal.</exception>
        public nint Handle
        {
            get
            {
                ObjectDisposedException.ThrowIf(IsInvalid, this);
                return handle;
            }
        }

        /// <summary>How many native tensors managed code holds in this process.</summary>
        public static long TotalCount => ts_live_tensors();

        /// <summary>The handle, kept alive until <see cref="EndLease"/> even if the tensor is disposed meanwhile.</summary>
        internal nint Lease()
        {
            var seen = Volatile.Read(ref state);
            while (true)
            {
                ObjectDisposedException.ThrowIf((seen & Disposed) != 0, this);
                var before = Interlocked.CompareExchange(ref state, seen + OneLease, seen);
                if (before == seen)
                    return handle;
                seen = before;
            }
        }

        internal void EndLease()
        {
            if (Interlocked.Add(ref state, -OneLease) == Disposed)
                Free();
        }

        /// <summary>Passes the native reference on to a new object; this one is disposed without freeing anything.</summary>
        /// <exception cref="ObjectDisposedException">After disposal.</exception>
        internal nint MoveHandle()
        {
            Lease();
            var copy = ts_clone_handle(handle);
            EndLease();
            Dispose();
            return copy;
        }

        /// <summary>A second reference to the same native tensor; both must be disposed.</summary>
        public Tensor alias()
        {
            Lease();
            try
            {
                return new Tensor(ts_clone_handle(handle));
            }
            finally
            {
                EndLease();
            }
        }

        /// <summary>Moves it to the scope outside its own, or out of all scopes where there is none.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        /// <summary>Moves it to the scope that owns another object.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        /// <summary>Moves it to another scope, or out of all scopes where that is null.</summary>
        /// <returns>This tensor.</returns>
        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
                owner.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        /// <summary>Takes it out of all scopes: from now on the caller disposes it.</summary>
        /// <returns>This tensor.</returns>
        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        /// <summary>No scope will dispose it: the garbage collector is told how large it is, so that it comes in time for what is forgotten.</summary>
        internal void LeaveToFinalizer()
        {
            if (!isPressure && storageBytes >= WorthCounting)
            {
                GC.AddMemoryPressure(storageBytes);
                isPressure = true;
            }
        }

        private void EndOwnership()
        {
            if (Interlocked.Or(ref state, Disposed) == 0)
                Free();
        }

        private void Free()
        {
            ts_free(handle);
            if (isPressure)
                GC.RemoveMemoryPressure(storageBytes);
        }
    }
}
