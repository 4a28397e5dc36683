namespace Research.TestSupport;

/// <summary>Hears of progress at once, on the thread that tells it (<see cref="Progress{T}"/> posts it).</summary>
internal sealed class Heard(Action<WorkProgress> hear) : IProgress<WorkProgress>
{
    public void Report(WorkProgress value) => hear(value);
}
