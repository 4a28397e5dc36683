using System.Text.Json;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Connection;
using Microsoft.DotNet.Interactive.Directives;

namespace Research.Notebooks;

/// <summary><c>#!connect stdio</c>: another process that speaks .NET Interactive's protocol becomes a kernel.</summary>
internal sealed class ConnectStdioDirective : ConnectKernelDirective<ConnectStdio>
{
    private int _hosts;

    public ConnectStdioDirective()
        : base("stdio", "Connects a process that speaks .NET Interactive's protocol on its standard input and output.")
    {
        const string What = "The program and its arguments, as a JSON array or as one word.";
        Parameters.Add(new KernelDirectiveParameter("--command", What) { Required = true });
        Parameters.Add(new KernelDirectiveParameter("--working-directory", "The folder that it starts in."));
        Parameters.Add(new KernelDirectiveParameter("--kernel-host", "The name of its host."));
    }

    /// <inheritdoc/>
    public override async Task<IEnumerable<Kernel>> ConnectKernelsAsync(
        ConnectStdio connectCommand, KernelInvocationContext context)
    {
        string usage = $"#!connect {DirectiveMistakes.Usage(this)}";
        if (connectCommand.ConnectedKernelName is not { Length: > 0 } name || connectCommand.Words is not { Length: > 0 } words)
        {
            throw new MagicException($"found #!connect stdio without a name and a command, expected {usage}.");
        }

        var host = KernelHost.CreateHostUri(connectCommand.KernelHost ?? $"pid-{Environment.ProcessId}-{++_hosts}");
        var folder = new DirectoryInfo(connectCommand.WorkingDirectory ?? Environment.CurrentDirectory);
        return [await new StdIoKernelConnector(words, name, host, folder).CreateRootProxyKernelAsync()];
    }
}

/// <summary>What <c>#!connect stdio</c> asks for.</summary>
/// <param name="kernelName">The kernel's name.</param>
internal sealed class ConnectStdio(string kernelName) : ConnectKernelCommand(kernelName)
{
    /// <summary>The program and its arguments.</summary>
    public JsonElement Command { get; set; }

    /// <summary>The folder that it starts in.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>The name of its host.</summary>
    public string? KernelHost { get; set; }

    /// <summary>The command's words.</summary>
    public string[]? Words => Command.ValueKind switch
    {
        JsonValueKind.Array => [.. Command.EnumerateArray().Select(word => word.GetString()!)],
        JsonValueKind.String => Command.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        _ => null,
    };
}
