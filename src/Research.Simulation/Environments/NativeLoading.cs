using System.Runtime.CompilerServices;

namespace Research.Simulation.Environments;

/// <summary>
/// The library knows where OpenCV lies, and says so when it is first used; an environment may paint before anything else of it
/// is.
/// </summary>
internal static class NativeLoading
{
#pragma warning disable CA2255 // an environment's first picture may be made before any call that could do this
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Load() => RuntimeHelpers.RunModuleConstructor(typeof(Repository).Module.ModuleHandle);
}
