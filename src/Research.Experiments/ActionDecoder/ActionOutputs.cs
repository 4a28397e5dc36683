using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.ActionDecoder;

/// <summary>
/// The outputs of a network for an action besides its time, <see cref="Count"/> numbers: logits of the event, of button, key and
/// notch, and for each event the pointer's place, as means and log deviations of normal distributions around the place before.
/// </summary>
public static class ActionOutputs
{
    /// <summary>Where the pointer is: mean x, mean y, log deviation x, log deviation y.</summary>
    internal const int PlaceCount = 4;

    /// <summary>Logits of button, key and notch.</summary>
    internal const int DetailCount = ButtonCount + KeyCount + NotchCount;

    /// <summary>Numbers of an action.</summary>
    public const int Count = InputAction.EventCount + DetailCount + InputAction.EventCount * PlaceCount;

    // without the code for none
    private const int ButtonCount = InputAction.ButtonCount - 1, KeyCount = InputAction.KeyCount - 1, NotchCount = 2;
    private const int Buttons = InputAction.EventCount, Keys = Buttons + ButtonCount, Notches = Keys + KeyCount,
        Places = Notches + NotchCount;
    // 0.7 % of the screen: the likelihood of one overconfident error would dominate the loss
    private const double SmallestDeviation = -5, LargestDeviation = 1;

    /// <summary>The least deviation of the pointer's place, in widths or heights of the screen.</summary>
    internal static double LeastDeviation => Math.Exp(SmallestDeviation);

    /// <summary>
    /// The losses of true actions, each summed over them: cross-entropy of the event, cross-entropy of its button, key or notch,
    /// and −log of the normal density of the pointer's place.
    /// </summary>
    /// <param name="outputs">[N, <see cref="Count"/>].</param>
    /// <param name="actions">The actions, [N].</param>
    /// <param name="origins">Where the pointer was, [N × 2].</param>
    public static (Tensor Event, Tensor Detail, Tensor Place) Losses(Tensor outputs, IReadOnlyList<InputAction> actions,
        float[] origins)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(origins);
        Tensor Classes(int first, int count, InputEvent of, Func<InputAction, int> code) => nn.functional.cross_entropy(
            outputs.narrow(-1, first, count), tensor([.. actions.Select(a => a.Event == of ? (long)code(a) : -100)],
                device: outputs.device), reduction: nn.Reduction.Sum);
        var events = nn.functional.cross_entropy(outputs.narrow(-1, 0, InputAction.EventCount),
            tensor([.. actions.Select(a => (long)a.Event)], device: outputs.device), reduction: nn.Reduction.Sum);
        var details = Classes(Buttons, ButtonCount, InputEvent.Click, a => a.Button - 1)
            + Classes(Keys, KeyCount, InputEvent.Key, a => a.Key - 1)
            + Classes(Notches, NotchCount, InputEvent.Scroll, a => (a.Scroll + 1) / 2);
        return (events, details, PlaceLosses(outputs, actions, origins).sum());
    }

    /// <summary>−log of the density of the pointer's place, [N].</summary>
    internal static Tensor PlaceLosses(Tensor outputs, IReadOnlyList<InputAction> actions, float[] origins)
    {
        long count = actions.Count;
        var ofEvents = outputs.narrow(-1, Places, InputAction.EventCount * PlaceCount).view(count, InputAction.EventCount,
            PlaceCount);
        var index = tensor([.. actions.Select(a => (long)a.Event)], device: outputs.device).view(count, 1, 1).expand(count, 1,
            PlaceCount);
        var place = ofEvents.gather(1, index).squeeze(1);
        var logDeviation = place.narrow(-1, 2, 2).clamp(SmallestDeviation, LargestDeviation);
        var at = tensor([.. actions.SelectMany((a, i) => new[] { a.X - origins[2 * i], a.Y - origins[2 * i + 1] })], [count, 2],
            device: outputs.device);
        return (0.5 * ((at - place.narrow(-1, 0, 2)) / logDeviation.exp()).square() + logDeviation
            + 0.5 * Math.Log(2 * Math.PI)).sum(-1);
    }

    /// <summary>
    /// The numbers of a tensor that has none where no window has an action: TorchSharp 0.107's <c>ToArray</c> throws there.
    /// </summary>
    internal static float[] Numbers(Tensor values) => values.numel() == 0 ? [] : values.cpu().data<float>().ToArray();

    /// <summary>Reads an action.</summary>
    /// <param name="outputs">[<see cref="Count"/>].</param>
    /// <param name="time">When it is done.</param>
    /// <param name="x">Where the pointer was.</param>
    /// <param name="y">Where the pointer was.</param>
    /// <param name="chance">A source of chance, of which four numbers are taken whatever comes; null: the likeliest.</param>
    internal static InputAction Read(ReadOnlySpan<float> outputs, double time, float x, float y, Random? chance)
    {
        int kind = Choose(outputs[..InputAction.EventCount], chance?.NextDouble());
        double? detail = chance?.NextDouble();
        var (right, down) = chance is null ? (0, 0) : Normal(chance);
        var place = outputs.Slice(Places + kind * PlaceCount, PlaceCount);
        var action = (InputEvent)kind;
        return new InputAction(
            time, action, Place(x, place[0], place[2], right), Place(y, place[1], place[3], down),
            action == InputEvent.Click ? 1 + Choose(outputs.Slice(Buttons, ButtonCount), detail) : 0,
            action == InputEvent.Key ? 1 + Choose(outputs.Slice(Keys, KeyCount), detail) : 0,
            action == InputEvent.Scroll ? 2 * Choose(outputs.Slice(Notches, NotchCount), detail) - 1 : 0);
    }

    /// <summary>Probability of an event.</summary>
    internal static double Probability(ReadOnlySpan<float> outputs, InputEvent of)
    {
        double sum = 0;
        foreach (float logit in outputs[..InputAction.EventCount])
        {
            sum += Math.Exp(logit - outputs[(int)of]);
        }

        return 1 / sum;
    }

    /// <summary>The class at a rank of the softmax's cumulative distribution, or the likeliest.</summary>
    private static int Choose(ReadOnlySpan<float> logits, double? rank)
    {
        int likeliest = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            likeliest = logits[i] > logits[likeliest] ? i : likeliest;
        }

        if (rank is not { } at)
        {
            return likeliest;
        }

        double all = 0, sum = 0;
        foreach (float logit in logits)
        {
            all += Math.Exp(logit - logits[likeliest]);
        }

        for (int i = 0; i < logits.Length; i++)
        {
            sum += Math.Exp(logits[i] - logits[likeliest]);
            if (at * all < sum)
            {
                return i;
            }
        }

        return likeliest; // rounding left the rank above the sum of all
    }

    private static float Place(float origin, float mean, float logDeviation, double normal) =>
        (float)Math.Clamp(origin + mean + Math.Exp(Math.Clamp(logDeviation, SmallestDeviation, LargestDeviation)) * normal, 0, 1);

    private static (double, double) Normal(Random chance)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())), angle = 2 * Math.PI * chance.NextDouble();
        return (radius * Math.Cos(angle), radius * Math.Sin(angle));
    }
}
