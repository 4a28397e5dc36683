namespace OpenCvSharp.Native;

/// <summary>cvs_info: a mat's header.</summary>
internal unsafe struct MatInfo
{
    public byte* Data;
    public long Step;
    public long Total;
    public int Rows;
    public int Cols;
    public int Type;
    public int ElementSize;
    public int Dims;
    public int IsContinuous;
    public int IsSubmatrix;
}

/// <summary>cvs_error: what this thread's last failure was.</summary>
internal unsafe struct ErrorInfo
{
    public int Code;
    public int Line;
    public byte* Function;
    public byte* Text;
    public byte* File;
}
