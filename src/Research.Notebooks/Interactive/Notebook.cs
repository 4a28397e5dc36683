using Research.Training;

namespace Research.Notebooks.Interactive;

/// <summary>What a notebook gives to trainings.</summary>
public static class Notebook
{
    /// <summary>
    /// A context whose runs show a progress bar in the cell that trains, and stop when that cell is interrupted.
    /// </summary>
    /// <param name="unit">What is counted, such as <c>steps</c>.</param>
    public static RunContext Run(string unit = "steps") =>
        new() { Progress = new ProgressBar(unit), Stop = () => Interrupt.Token };
}
