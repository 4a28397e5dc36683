using static TorchSharp.torch;

namespace Research.Experiments.DodgeTiming;

/// <summary>
/// Windows to learn from and to score: half of them end where a dodge begins, half far from any. Source: dodge-timing document.
/// </summary>
/// <param name="Sampling">How they were chosen.</param>
/// <param name="Train">To learn from, in random order.</param>
/// <param name="Validation">To score, by episode and frame.</param>
/// <param name="Candidates">Windows without a dodge that could have been drawn.</param>
/// <remarks>The rules are the document's; its draws are NumPy's and cannot be repeated here.</remarks>
public sealed record DodgeSamples(
    DodgeSampling Sampling, IReadOnlyList<DodgeWindow> Train, IReadOnlyList<DodgeWindow> Validation, int Candidates)
{
    /// <summary>Draws as many windows without a dodge as there are with one, and splits them.</summary>
    /// <exception cref="InvalidDataException">There are too few windows, or too few episodes to split.</exception>
    public static DodgeSamples Draw(DodgeEpisodes episodes, DodgeSampling? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        sampling ??= new DodgeSampling();
        var random = new Random(sampling.Seed);
        List<DodgeWindow> train, validation;
        int candidates;
        if (sampling.Split == DodgeSplit.Samples)
        {
            var (windows, all) = Balanced(episodes, sampling, Enumerable.Range(0, episodes.Items.Count), random, "");
            int count = (int)(windows.Count * sampling.TrainShare);
            (train, validation, candidates) = (windows[..count], windows[count..], all);
        }
        else
        {
            if (episodes.Items.Count < 2)
            {
                throw new InvalidDataException(
                    $"{episodes.Path}: found 1 episode; expected at least 2 to keep whole ones apart. DodgeSplit.Samples splits "
                    + "a single one.");
            }

            int[] order = [.. Enumerable.Range(0, episodes.Items.Count)];
            random.Shuffle(order);
            int count = Math.Clamp((int)(order.Length * sampling.TrainShare), 1, order.Length - 1);
            (train, int ofTrain) = Balanced(episodes, sampling, order[..count].Order(), random, " of the episodes to learn from");
            (validation, int ofValidation) = Balanced(episodes, sampling, order[count..].Order(), random,
                " of the episodes kept apart");
            candidates = ofTrain + ofValidation;
        }

        return new DodgeSamples(sampling, train, [.. validation.OrderBy(w => w.Episode).ThenBy(w => w.EndFrame)], candidates);
    }

    /// <summary>
    /// Sees that the training windows are of two episodes at least, so that classifiers can be cross-validated by complete
    /// episodes.
    /// </summary>
    /// <param name="episodes">Where the windows are.</param>
    /// <returns>These samples.</returns>
    /// <exception cref="InvalidDataException">They are of one episode only.</exception>
    public DodgeSamples RequireTwoTrainingEpisodes(DodgeEpisodes episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        int found = Train.Select(window => window.Episode).Distinct().Count();
        return found >= 2 ? this : throw new InvalidDataException(
            $"{episodes.Path}: found {episodes.Items.Count} episodes, and training windows in {found}; expected at least 3 "
            + "episodes, and training windows in 2, for classifiers are cross-validated by complete episodes.");
    }

    /// <summary>The first training windows as tensors.</summary>
    /// <param name="episodes">Where the windows are.</param>
    /// <param name="count">How many windows (B).</param>
    /// <param name="downsampleFactor">Every square of so many pixels becomes their mean.</param>
    /// <returns>Frames [B, 3 × frames of a window, H, W] in [0, 1], and labels [B]: 1 where a dodge begins, else 0.</returns>
    public (Tensor Frames, Tensor Labels) FirstBatch(DodgeEpisodes episodes, int count, int downsampleFactor = 1)
    {
        DodgeWindow[] windows = [.. Train.Take(count)];
        var loader = new WindowLoader(episodes, windows, Sampling.WindowFrames, windows.Length, downsampleFactor);
        return (loader.Epoch().First().ToTensor(), tensor([.. windows.Select(window => window.IsDodge ? 1f : 0f)]));
    }

    /// <summary>Windows that end where a dodge begins, if they have all of their frames.</summary>
    public static IEnumerable<DodgeWindow> Positives(DodgeEpisodes episodes, DodgeSampling sampling, int episode)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(sampling);
        return episodes.Items[episode].Onsets.Where(onset => onset >= sampling.WindowFrames - 1)
            .Select(onset => new DodgeWindow(episode, onset, true));
    }

    /// <summary>Windows that end where no dodge is pressed within the buffer, before or after.</summary>
    public static IEnumerable<DodgeWindow> Negatives(DodgeEpisodes episodes, DodgeSampling sampling, int episode)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(sampling);
        var item = episodes.Items[episode];
        int last = int.MinValue / 2, next = 0;
        for (int end = 0; end < item.FrameCount; end++)
        {
            last = item.IsPressed(end) ? end : last;
            for (next = Math.Max(next, end); next < item.FrameCount && !item.IsPressed(next); next++)
            {
            }

            bool isNear = end - last <= sampling.NegativeBuffer
                || (next < item.FrameCount && next - end <= sampling.NegativeBuffer);
            if (end >= sampling.WindowFrames - 1 && !isNear)
            {
                yield return new DodgeWindow(episode, end, false);
            }
        }
    }

    private static (List<DodgeWindow> Windows, int Candidates) Balanced(
        DodgeEpisodes episodes, DodgeSampling sampling, IEnumerable<int> chosen, Random random, string where)
    {
        int[] items = [.. chosen];
        DodgeWindow[] positives = [.. items.SelectMany(e => Positives(episodes, sampling, e))];
        DodgeWindow[] candidates = [.. items.SelectMany(e => Negatives(episodes, sampling, e))];
        if (positives.Length == 0)
        {
            throw new InvalidDataException(
                $"{episodes.Path}{where}: found no dodge with {sampling.WindowFrames - 1} frames before it; expected at least "
                + "one.");
        }

        if (candidates.Length < positives.Length)
        {
            throw new InvalidDataException(
                $"{episodes.Path}{where}: found {candidates.Length} windows without a dodge within {sampling.NegativeBuffer} "
                + "frames; "
                + $"expected at least {positives.Length}, as many as there are dodges.");
        }

        random.Shuffle(candidates);
        DodgeWindow[] windows = [.. positives, .. candidates.Take(positives.Length)];
        random.Shuffle(windows);
        return ([.. windows], candidates.Length);
    }
}
