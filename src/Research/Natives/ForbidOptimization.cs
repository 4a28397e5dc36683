#nullable disable // MSBuild compiles this file by itself: without annotations, namespace and implicit usings
#pragma warning disable CA1050, IDE0005
using System;
using System.IO;
using Microsoft.Build.Framework;

/// <summary>
/// A build task: copies a managed library and says in its DebuggableAttribute that the JIT must not optimize it, so that a
/// method's arguments live until it returns.
/// </summary>
/// <remarks>
/// TorchSharp 0.107 hands the native handle of a <c>Scalar</c> to libtorch and does not keep the object alive meanwhile. In
/// optimized code a garbage collection of another thread can then free the number before libtorch has read it: seen on a busy
/// processor as "Unknown scalar type", and a wrong number is possible. So is a tensor that no scope holds. TorchSharp's methods
/// are thin, and no slower without optimization. The file in the NuGet cache stays as it is.
/// </remarks>
public sealed class ForbidOptimization : Microsoft.Build.Utilities.Task
{
    /// <summary>The attribute's value in an optimized library: its length, 1, IgnoreSymbolStoreSequencePoints, no names.</summary>
    private static readonly byte[] Optimized = { 8, 1, 0, 2, 0, 0, 0, 0, 0 };

    /// <summary>The library as the package has it.</summary>
    [Required]
    public string Source { get; set; }

    /// <summary>The copy to write.</summary>
    [Required]
    public string Destination { get; set; }

    /// <summary>Writes the copy.</summary>
    public override bool Execute()
    {
        byte[] file = File.ReadAllBytes(Source);
        int first = Find(file, 0);
        if (first < 0 || Find(file, first + 1) >= 0)
        {
            Log.LogError("{0}: found {1} DebuggableAttribute of an optimized library; expected one.", Source,
                first < 0 ? "no" : "more than one");
            return false;
        }

        // Default | IgnoreSymbolStoreSequencePoints | DisableOptimizations; the runtime heeds the last with the first alone.
        (file[first + 3], file[first + 4]) = (0x03, 0x01);
        Directory.CreateDirectory(Path.GetDirectoryName(Destination));
        string beside = Destination + "." + Guid.NewGuid().ToString("N");
        File.WriteAllBytes(beside, file);
        File.Delete(Destination);
        File.Move(beside, Destination);
        return true;
    }

    private static int Find(byte[] file, int from)
    {
        for (int at = from; at <= file.Length - Optimized.Length; at++)
        {
            int same = 0;
            while (same < Optimized.Length && file[at + same] == Optimized[same])
            {
                same++;
            }

            if (same == Optimized.Length)
            {
                return at;
            }
        }

        return -1;
    }
}
