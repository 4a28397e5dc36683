using System.Collections;

namespace Research.Notebooks;

/// <summary>A PowerShell runspace. Its types are not there when this is compiled, so they are bound when it runs.</summary>
internal sealed class PowerShellSession : IDisposable
{
    // A runspace without a host cannot ask, so Read-Host is replaced.
    private const string SetUp = """
        $PSStyle.OutputRendering = 'PlainText'
        function global:Read-Host([object] $Prompt, [switch] $AsSecureString, [switch] $MaskInput) {
            try { $answer = $global:__ask.Invoke("$Prompt", [bool]($AsSecureString -or $MaskInput)) }
            catch { throw $_.Exception.InnerException.Message }
            if ($AsSecureString) { ConvertTo-SecureString $answer -AsPlainText -Force } else { $answer }
        }
        """;

    // All that the code writes becomes text as in a terminal, line by line; errors that do not end the code go their own way.
    private const string Driver = """
        . $global:__code *>&1 | & { process {
                if ($_ -is [System.Management.Automation.ErrorRecord]) { $global:__error.Invoke(($_ | Out-String)) } else { , $_ }
            } } |
            Out-String -Stream | & { process { $global:__line.Invoke($_) } }
        """;

    private readonly PowerShellAssemblies _assemblies;
    private readonly dynamic _runspace;
    private readonly HashSet<string> _own;

    /// <param name="assemblies">PowerShell.</param>
    /// <param name="folder">The folder that it starts in.</param>
    public PowerShellSession(PowerShellAssemblies assemblies, string folder)
    {
        _assemblies = assemblies;
        _runspace = assemblies.Type("Runspaces.RunspaceFactory").GetMethod("CreateRunspace", [])!.Invoke(null, [])!;
        _runspace.Open();
        _runspace.SessionStateProxy.Path.SetLocation(folder);
        Set("__ask", (Func<string, bool, string>)Interactive.CellFunctions.Ask);
        Invoke(SetUp, CancellationToken.None);
        Run("", output: null, CancellationToken.None);
        _own = new HashSet<string>(Names(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What cells have declared.</summary>
    public IReadOnlyList<CellVariable> Variables =>
    [
        .. Names().Where(name => !_own.Contains(name))
            .Select(name => new CellVariable(name, Get(name)?.GetType() ?? typeof(object), () => Get(name))),
    ];

    /// <summary>Declares a variable.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs code.</summary>
    /// <exception cref="Exception">The error that ended it, one of PowerShell's.</exception>
    public void Run(string code, ICellOutput? output, CancellationToken interrupt)
    {
        var parse = _assemblies.Type("ScriptBlock").GetMethod("Create", [typeof(string)])!.CreateDelegate<Func<string, object>>();
        Set("__code", parse(code));
        Set("__line", (Action<string>)(line => output?.WriteStream("stdout", $"{line}\n")));
        Set("__error", (Action<string>)(error => output?.WriteStream("stderr", $"{error.Trim()}\n")));
        Invoke(Driver, interrupt);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runspace.Dispose();
        _assemblies.Dispose();
    }

    /// <summary>A value without PowerShell's wrapping, unless it is an object of PowerShell's own.</summary>
    private static object? Plain(object? value)
    {
        if (value is object[] items)
        {
            return items.Select(Plain).ToArray();
        }

        if (value?.GetType().FullName != "System.Management.Automation.PSObject")
        {
            return value;
        }

        object plain = ((dynamic)value).BaseObject;
        return plain.GetType().Name == "PSCustomObject" ? value : plain;
    }

    private object? Get(string name) => Plain((object?)_runspace.SessionStateProxy.GetVariable(name));

    private IEnumerable<string> Names() => ((IEnumerable)Invoke("(Get-Variable -Scope Global).Name", CancellationToken.None))
        .Cast<object>()
        .Select(name => name.ToString()!);

    private object Invoke(string script, CancellationToken interrupt)
    {
        dynamic shell = _assemblies.Type("PowerShell").GetMethod("Create", [])!.Invoke(null, [])!;
        try
        {
            shell.Runspace = _runspace;
            shell.AddScript(script);
            using var stop = interrupt.UnsafeRegister(static running => ((dynamic)running!).BeginStop(null, null), (object)shell);
            return shell.Invoke();
        }
        finally
        {
            shell.Dispose();
        }
    }
}
