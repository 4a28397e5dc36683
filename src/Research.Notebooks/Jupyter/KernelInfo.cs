using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Research.Notebooks.Jupyter;

/// <summary>What a kernel tells of itself.</summary>
internal static class KernelInfo
{
    /// <summary>The content of a <c>kernel_info_reply</c>.</summary>
    public static JsonObject Content() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = JupyterMessage.ProtocolVersion,
        ["implementation"] = "research",
        ["implementation_version"] = typeof(KernelInfo).Assembly.GetName().Version!.ToString(3),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
        ["banner"] =
            $"C# on {RuntimeInformation.FrameworkDescription}: the research kit's kernel. display(x), Interrupt.Token, name? "
            + "for help.",
        ["debugger"] = false,
        ["help_links"] =
            new JsonArray(new JsonObject { ["text"] = "C# reference", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" }),
    };
}
