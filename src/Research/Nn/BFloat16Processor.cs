using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Research.Nn;

/// <summary>Whether this machine's processor multiplies bfloat16 numbers.</summary>
public static class BFloat16Processor
{
    private static readonly ProcessorFeatures Found = ProcessorFeatures.Detect();

    /// <summary>Whether the processor has AVX512_BF16 or AMX_BF16.</summary>
    public static bool IsSupported => Found.MultipliesBFloat16;

    /// <summary>Refuses a precision that the processor would emulate.</summary>
    /// <param name="precision">What a training asks for; <see cref="Precision.Float32"/> is always accepted.</param>
    /// <exception cref="PlatformNotSupportedException">bfloat16 without an instruction for it; the message names what was
    /// found.</exception>
    public static void Require(Precision precision) => Require(precision, Found);

    internal static void Require(Precision precision, ProcessorFeatures found)
    {
        if (precision == Precision.BFloat16 && !found.MultipliesBFloat16)
        {
            throw new PlatformNotSupportedException(
                $"The precision bf16 needs a processor with AVX512_BF16 or AMX_BF16; found {found}. It would be emulated, tens "
                + "to "
                + "hundreds of times slower than float32. Use the precision float32, the default.");
        }
    }
}

/// <summary>What a processor says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Avx512">Whether it has AVX-512 (foundation).</param>
/// <param name="Avx512BFloat16">Whether it has AVX512_BF16.</param>
/// <param name="AmxBFloat16">Whether it has AMX_BF16.</param>
internal sealed record ProcessorFeatures(string Name, bool Avx512, bool Avx512BFloat16, bool AmxBFloat16)
{
    public bool MultipliesBFloat16 => Avx512BFloat16 || AmxBFloat16;

    /// <summary>
    /// Reads them with CPUID. Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, "CPUID".
    /// </summary>
    public static ProcessorFeatures Detect()
    {
        if (!X86Base.IsSupported)
        {
            return new ProcessorFeatures($"a processor of architecture {RuntimeInformation.ProcessArchitecture}", false, false,
                false);
        }

        var features = X86Base.CpuId(7, 0);
        bool hasMore = features.Eax >= 1;
        return new ProcessorFeatures(
            Brand(),
            Avx512F.IsSupported,
            Avx512F.IsSupported && hasMore && HasBit(X86Base.CpuId(7, 1).Eax, 5),
            Avx512F.IsSupported && HasBit(features.Edx, 22));
    }

    /// <summary>The name, and which of the features it has.</summary>
    public override string ToString()
    {
        (string Flag, bool Has)[] flags = [("AVX-512", Avx512), ("AVX512_BF16", Avx512BFloat16), ("AMX_BF16", AmxBFloat16)];
        return $"{Name} ({string.Join(", ", flags.Select(flag => (flag.Has ? "with " : "no ") + flag.Flag))})";
    }

    private static bool HasBit(int register, int bit) => (register >> bit & 1) != 0;

    private static string Brand()
    {
        const int First = unchecked((int)0x80000002), Highest = unchecked((int)0x80000000);
        if ((uint)X86Base.CpuId(Highest, 0).Eax < unchecked((uint)First) + 2)
        {
            return "an x86 processor without a name";
        }

        byte[] name = new byte[48];
        for (int leaf = 0; leaf < 3; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(First + leaf, 0);
            MemoryMarshal.AsBytes<int>(new[] { a, b, c, d }).CopyTo(name.AsSpan(16 * leaf));
        }

        return Encoding.ASCII.GetString(name).TrimEnd('\0').Trim();
    }
}
