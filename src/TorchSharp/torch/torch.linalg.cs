using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Eigenvalues, from the least, and eigenvectors, the columns of a matrix, of a symmetric matrix.</summary>
        /// <param name="input">[.., N, N].</param>
        /// <param name="UPLO">Which triangle is read: 'L' the lower one, 'U' the upper.</param>
        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Aten.linalg_eigh.CallTwo(input, UPLO.ToString());
    }
}
