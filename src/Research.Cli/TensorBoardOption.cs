using System.CommandLine;
using Research.Training;

namespace Research.Cli;

/// <summary><c>--tensorboard</c>, of the commands that train.</summary>
internal sealed class TensorBoardOption : Option<bool>
{
    public TensorBoardOption()
        : base("--tensorboard") => Description =
            $"Writes each run's epochs for TensorBoard too, to {TensorBoardLog.FileName} beside metrics.jsonl.";

    /// <summary>
    /// What is trained from now on writes them, also by processes that this one starts; without the option, as the environment
    /// says.
    /// </summary>
    public void Take(ParseResult parsed) => TensorBoardLog.IsWanted |= parsed.GetValue(this);
}
