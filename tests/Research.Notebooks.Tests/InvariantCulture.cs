using System.Globalization;
using System.Runtime.CompilerServices;

namespace Research.Notebooks.Tests;

/// <summary>Numbers look the same wherever the tests run, as in the kit's own programs.</summary>
internal static class InvariantCulture
{
    [ModuleInitializer]
    internal static void Set() =>
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentCulture =
            CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
}
