namespace Research.Notebooks;

/// <summary>Says that the process ends while a cell runs: its exit code is 1 then, whatever the cell asked for.</summary>
internal sealed class ExitNotice : IDisposable
{
    private readonly Func<bool> _isRunning;
    private readonly Action<string> _tell;

    /// <param name="isRunning">Whether a cell runs that nobody has asked to stop.</param>
    /// <param name="tell">Is called while the process ends.</param>
    public ExitNotice(Func<bool> isRunning, Action<string> tell)
    {
        (_isRunning, _tell) = (isRunning, tell);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.ProcessExit -= OnExit;

    /// <remarks>
    /// The runtime calls this on a thread of its own: whether the cell or a signal ended the process is not to be seen.
    /// </remarks>
    private void OnExit(object? sender, EventArgs e)
    {
        if (!_isRunning())
        {
            return;
        }

        Environment.ExitCode = 1;
        _tell("The process was ended while this cell ran, by Environment.Exit or from outside. Nothing after it has run.");
    }
}
