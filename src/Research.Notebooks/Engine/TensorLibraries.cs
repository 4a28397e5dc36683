using System.Runtime.CompilerServices;
using Research.Natives;

namespace Research.Notebooks;

/// <summary>
/// A cell may use a tensor or a picture before anything of <c>Research</c>: its native libraries are known from the start.
/// </summary>
internal static class TensorLibraries
{
#pragma warning disable CA2255 // a cell's first tensor is in no method of this library
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Begin() => RuntimeHelpers.RunModuleConstructor(typeof(NativeLibraries).Module.ModuleHandle);
}
