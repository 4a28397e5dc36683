using OpenCvSharp.Native;
using static OpenCvSharp.Native.NativeMethods;

namespace OpenCvSharp;

public sealed unsafe partial class Mat
{
    /// <summary>A view of a part; both share the pixels. Setting copies a mat of the same size and type into the part.</summary>
    /// <exception cref="OpenCVException">The part does not lie inside.</exception>
    /// <exception cref="OpenCvSharpException">The mat to be copied has another size or type.</exception>
    public Mat this[Rect roi]
    {
        get => SubMat(roi);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            using var part = SubMat(roi);
            if (part.Size() != value.Size() || part.Type() != value.Type())
            {
                throw new OpenCvSharpException($"{value.Shape} does not fit into {part.Shape}.");
            }

            value.CopyTo(part);
        }
    }

    /// <summary>A view of a part; both share the pixels.</summary>
    /// <exception cref="OpenCVException">The part does not lie inside.</exception>
    public Mat SubMat(Rect roi) => new(this, roi);

    /// <summary>A view of rows and columns from a first to one past the last.</summary>
    /// <exception cref="OpenCVException">The part does not lie inside.</exception>
    public Mat SubMat(int rowStart, int rowEnd, int colStart, int colEnd) => new(this, Rect.FromLTRB(colStart, rowStart, colEnd, rowEnd));

    /// <summary>A copy with pixels of its own.</summary>
    public Mat Clone()
    {
        Failure.ThrowIf(cvs_mat_clone(Handle, out nint copy), $"Mat.Clone() of {this}");
        return new Mat(copy);
    }

    /// <summary>Gives this mat a size and type; keeps its memory where they fit already.</summary>
    /// <exception cref="OpenCVException">A size is negative, or there is no memory for it.</exception>
    public void Create(int rows, int cols, MatType type) =>
        Failure.ThrowIf(cvs_mat_create(Handle, rows, cols, type.Value), $"Mat.Create({rows} rows, {cols} cols, {type})");

    /// <summary>Copies the pixels, all of them or those where a mask is not 0.</summary>
    /// <param name="m">Made to fit where it does not.</param>
    /// <param name="mask">CV_8UC1 of the same size.</param>
    /// <exception cref="OpenCVException">The mask has another size or type.</exception>
    public void CopyTo(Mat m, Mat? mask = null)
    {
        ArgumentNullException.ThrowIfNull(m);
        Failure.ThrowIf(cvs_mat_copy_to(Handle, m.Handle, mask?.Handle ?? MatHandle.None), $"Mat.CopyTo({m}) of {this}, mask {mask}");
    }

    /// <summary>Converts the channels: value × <paramref name="alpha"/> + <paramref name="beta"/>, rounded and limited to the type.</summary>
    /// <param name="m">Made to fit.</param>
    /// <param name="rtype">The wanted depth; the number of channels stays.</param>
    /// <param name="alpha">Factor.</param>
    /// <param name="beta">Summand.</param>
    public void ConvertTo(Mat m, MatType rtype, double alpha = 1, double beta = 0)
    {
        ArgumentNullException.ThrowIfNull(m);
        Failure.ThrowIf(cvs_mat_convert_to(Handle, m.Handle, rtype.Value, alpha, beta), $"Mat.ConvertTo({rtype}) of {this}");
    }

    /// <summary>Sets the pixels, all of them or those where a mask is not 0.</summary>
    /// <exception cref="OpenCVException">The mask has another size or type.</exception>
    public Mat SetTo(Scalar value, Mat? mask = null)
    {
        Failure.ThrowIf(cvs_mat_set_to(Handle, value, mask?.Handle ?? MatHandle.None), $"Mat.SetTo({value}) of {this}, mask {mask}");
        return this;
    }
}
