namespace Research.Notebooks;

/// <summary>PowerShell parts run in one session. NuGet restores PowerShell with the first of them.</summary>
internal sealed class PowerShellLanguage(string folder) : ICellLanguage, IDisposable
{
    private PowerShellSession? _session;

    public string Name => LanguageNames.PowerShell;

    public IReadOnlyList<CellVariable> Variables => _session?.Variables ?? [];

    public Task<CellResult> RunAsync(CodePart code, PartRun run) => Task.Run(() =>
    {
        try
        {
            Started(run).Run(code.Text, run.Output, run.Interrupt);
            return run.Interrupt.IsCancellationRequested ? Interrupted(run, code) : run.Done();
        }
        catch (Exception) when (run.Interrupt.IsCancellationRequested)
        {
            return Interrupted(run, code);
        }
        catch (PackageRestoreException e)
        {
            return run.Fail(new CellError(nameof(PackageRestoreException), e.Message, e.Message.Split('\n'), Line: null));
        }
        catch (Exception e) when (Record(e) is { } record)
        {
            int line = (int?)record.InvocationInfo?.ScriptLineNumber ?? 0;
            string message = $"{run.Label}{(line > 0 ? $", line {line}" : "")}: {record.Exception.Message}";
            int? place = line > 0 ? line : null;
            return run.Fail(new CellError(e.GetType().FullName!, record.Exception.Message, message.Split('\n'), place));
        }
    });

    public Task SetAsync(string name, object? value, PartRun run) => Task.Run(() => Started(run).Set(name, value));

    public void Dispose() => _session?.Dispose();

    private static CellResult Interrupted(PartRun run, CodePart code) =>
        run.Fail(CellError.OfInterrupt(code.Line), CellStatus.Interrupted);

    /// <summary>PowerShell's record of an error; null if it is no error of PowerShell's.</summary>
    private static dynamic? Record(Exception thrown) =>
        thrown.GetType().GetProperty("ErrorRecord") is null ? null : ((dynamic)thrown).ErrorRecord;

    private PowerShellSession Started(PartRun run)
    {
        if (_session is not null)
        {
            return _session;
        }

        string id = EventTranslator.NewId();
        run.Output.Display(Text($"PowerShell starts: {PowerShellAssemblies.Title} is restored if it is not there …"), id);
        _session = new PowerShellSession(PowerShellAssemblies.Load(run.Interrupt), folder);
        run.Output.UpdateDisplay(Text($"PowerShell is {PowerShellAssemblies.Title}."), id);
        return _session;

        static MimeBundle Text(string text) => MimeBundle.OfFormats((MimeBundle.PlainText, text));
    }
}
