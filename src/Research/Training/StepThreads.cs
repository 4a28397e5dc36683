namespace Research.Training;

/// <summary>How many threads a training step gets, by what most of it is.</summary>
public static class StepThreads
{
    /// <summary>Convolutions and large products share their work well.</summary>
    public static int Large => Math.Min(2, Environment.ProcessorCount);

    /// <summary>Small recurrent steps lose more to hand-overs than they win.</summary>
    public static int Small => 1;
}
