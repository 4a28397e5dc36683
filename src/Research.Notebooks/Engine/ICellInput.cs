namespace Research.Notebooks;

/// <summary>Who can answer a running cell's questions: an <see cref="ICellOutput"/> with somebody in front of it.</summary>
public interface ICellInput
{
    /// <summary>Asks, and waits for the line that comes back.</summary>
    /// <param name="prompt">What is shown beside the field; may be empty.</param>
    /// <param name="isPassword">True if the answer is not to be seen.</param>
    /// <param name="interrupt">Ends the wait.</param>
    /// <exception cref="InvalidOperationException">The front end does not take questions.</exception>
    /// <exception cref="OperationCanceledException">The cell is to stop.</exception>
    string ReadLine(string prompt, bool isPassword, CancellationToken interrupt);
}
