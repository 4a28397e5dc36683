namespace Research.Experiments.DodgeTiming;

/// <summary>When a coming dodge can first be told.</summary>
public static class LeadTime
{
    /// <summary>
    /// Scores the same validation windows again and again, those of a dodge ending 0, 1, 2 … frames before its onset. Windows
    /// without a dodge stay where they are. The detector is the one trained on windows that end at the onset: what it never
    /// learnt to use, it cannot show here.
    /// </summary>
    /// <remarks>
    /// For each dodge that is left out, a window without one is left out too, evenly over them all. So half of the windows stay
    /// dodges where half of them were, and a detector that says the same of all has an accuracy of 0.5.
    /// </remarks>
    /// <param name="name">What gives the probabilities.</param>
    /// <param name="samples">The windows; dodges too early in their episode for the last of the scores are left out of
    /// all.</param>
    /// <param name="most">Most frames before the onset.</param>
    /// <param name="predict">Gives probabilities for windows that end some frames earlier.</param>
    /// <returns>An evaluation for 0, 1, … <paramref name="most"/> frames.</returns>
    /// <exception cref="InvalidDataException">Every dodge is too early in its episode.</exception>
    public static IReadOnlyList<DodgeEvaluation> Of(
        string name, DodgeSamples samples, int most, Func<IReadOnlyList<DodgeWindow>, int, float[]> predict)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(predict);
        int least = samples.Sampling.WindowFrames - 1 + most;
        DodgeWindow[] dodges = [.. samples.Validation.Where(w => w.IsDodge && w.EndFrame >= least)];
        if (dodges.Length == 0)
        {
            throw new InvalidDataException($"Found no validation dodge with {least} frames before it; expected at least one.");
        }

        DodgeWindow[] all = [.. samples.Validation.Where(w => !w.IsDodge)];
        long kept = Math.Max(0, all.Length - (samples.Validation.Count - all.Length - dodges.Length));
        DodgeWindow[] others = [.. all.Where((_, i) => (i + 1) * kept / all.Length > i * kept / all.Length)];
        DodgeWindow[] windows = [.. dodges.Concat(others).OrderBy(w => w.Episode).ThenBy(w => w.EndFrame)];
        float[] ofOthers = others.Length == 0 ? [] : predict(others, 0);
        return [.. Enumerable.Range(0, most + 1).Select(before =>
        {
            var (ofDodges, next, other) = (predict(dodges, before), 0, 0);
            return new DodgeEvaluation(name, windows, [.. windows.Select(w => w.IsDodge ? ofDodges[next++] : ofOthers[other++])]);
        })];
    }
}
