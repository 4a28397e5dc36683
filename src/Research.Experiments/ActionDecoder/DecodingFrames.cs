using Microsoft.Data.Analysis;
using Research.Sessions.Inputs;
using Research.Tables;

namespace Research.Experiments.ActionDecoder;

/// <summary>Scores of decoders as a frame.</summary>
public static class DecodingFrames
{
    /// <summary>
    /// A row for each decoder: time error with its interval, and the other scores of <see cref="DecodingEvaluation"/>.
    /// </summary>
    /// <param name="decoders">The decoders.</param>
    /// <param name="seed">Seed of the interval's draws.</param>
    public static DataFrame ToDataFrame(this IEnumerable<DecodingEvaluation> decoders, int seed = 1) =>
        decoders.Select(decoder => new
        {
            Decoder = decoder.Predictions.Name,
            TimeErrorMs = decoder.TimeErrorInterval(seed),
            RightEventsShare = decoder.EventAccuracy,
            decoder.LengthError,
            PastTheEndShare = decoder.Overrun,
            decoder.LengthDistance,
            GapDistanceMs = decoder.GapDistance,
            PlaceNats = decoder.PlaceNegativeLogLikelihood,
            EventNats = decoder.EventNegativeLogLikelihood,
            decoder.CalibrationError,
        }).ToDataFrame();

    /// <summary>A row for each set of windows: its size, actions of a window, and the fraction of windows without any.</summary>
    /// <param name="sets">The sets, each with a name.</param>
    public static DataFrame ToDataFrame(params IEnumerable<(string Name, InputWindows Windows)> sets) => sets.Select(set =>
    {
        int[] lengths = [.. Enumerable.Range(0, set.Windows.Count).Select(row => set.Windows.Target(row).Length)];
        return new
        {
            Set = set.Name,
            Sessions = set.Windows.Sessions.Count,
            Windows = set.Windows.Count,
            ActionsPerWindow = lengths.Average(),
            Empty = lengths.Average(length => length == 0 ? 1.0 : 0),
        };
    }).ToDataFrame();

    /// <summary>A row for each kind of event: its fraction of all actions.</summary>
    /// <param name="windows">The windows.</param>
    public static DataFrame Events(InputWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        InputEvent[] events = [.. Enumerable.Range(0, windows.Count)
            .SelectMany(row => windows.Target(row).ToArray().Select(action => action.Event))];
        return Enum.GetValues<InputEvent>().Select(kind => new
        {
            Event = kind,
            Share = events.Count(e => e == kind) / (double)Math.Max(1, events.Length),
        }).ToDataFrame();
    }

    /// <summary>A row for each decoder: its size, epochs, best epoch and seconds.</summary>
    /// <param name="decoders">The decoders.</param>
    public static DataFrame ToDataFrame(this IEnumerable<TrainedActionDecoder> decoders) => decoders.Select(decoder => new
    {
        Decoder = decoder.Name,
        decoder.Parameters,
        Epochs = decoder.Training.Epochs.Count,
        decoder.Training.BestEpoch,
        decoder.Training.Seconds,
    }).ToDataFrame();
}
