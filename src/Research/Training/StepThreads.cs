namespace Research.Training;

/// <summary>How many threads a training step gets, by what most of it is.</summary>
public static class StepThreads
{
    /// <summary>Convolutions over large pictures and large products share their work well.</summary>
    public static int Large => Math.Min(2, Environment.ProcessorCount);

    /// <summary>Small recurrent steps, and convolutions over many small pictures, lose more to hand-overs than they win.</summary>
    public static int Small => 1;
}
