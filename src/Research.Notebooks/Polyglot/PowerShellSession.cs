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
        . $global:__code *>&1 |
            & { process { if ($_ -is [System.Management.Automation.ErrorRecord]) { $global:__error.Invoke(($_ | Out-String)) } else { , $_ } } } |
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
        Run("", new LineOutput(static _ => { }, static _ => { }), CancellationToken.None);
        _own = new HashSet<string>(Names(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What cells have declared.</summary>
    public IReadOnlyList<CellVariable> Variables => [.. Names().Where(name => !_own.Contains(name)).Select(name => new CellVariable(name, Get(name)?.GetType() ?? typeof(object), () => Get(name)))];

    /// <summary>Declares a variable.</summary>
    public void Set(string name, object? value) => _runspace.SessionStateProxy.SetVariable(name, value);

    /// <summary>Runs code.</summary>
    /// <exception cref="Exception">The error that ended it, one of PowerShell's.</exception>
    public void Run(string code, LineOutput output, CancellationToken interrupt)
    {
        Set("__code", ((Func<string, object>)_assemblies.Type("ScriptBlock").GetMethod("Create", [typeof(string)])!.CreateDelegate(typeof(Func<string, object>)))(code));
        Set("__line", output.Line);
        Set("__error", output.Error);
        Invoke(Driver, interrupt);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runspace.Dispose();
        _assemblies.Dispose();
    }

    private static object? Plain(object? value) => value is not null && value.GetType().FullName == "System.Management.Automation.PSObject"
        ? ((dynamic)value).BaseObject is object plain && plain.GetType().Name != "PSCustomObject" ? plain : value
        : value is object[] items ? items.Select(Plain).ToArray() : value;

    private object? Get(string name) => Plain((object?)_runspace.SessionStateProxy.GetVariable(name));

    private IEnumerable<string> Names() => ((IEnumerable)Invoke("(Get-Variable -Scope Global).Name", CancellationToken.None)).Cast<object>().Select(name => name.ToString()!);

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

    /// <summary>Takes the lines that code writes.</summary>
    /// <param name="Line">Takes a line.</param>
    /// <param name="Error">Takes an error that did not end the code.</param>
    internal sealed record LineOutput(Action<string> Line, Action<string> Error);
}
