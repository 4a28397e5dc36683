using Microsoft.Data.Analysis;
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
}
