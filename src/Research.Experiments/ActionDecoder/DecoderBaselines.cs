using Research.Sessions.Inputs;

namespace Research.Experiments.ActionDecoder;

/// <summary>Baselines that do not see the game; every table of scores shows them beside its models.</summary>
public static class DecoderBaselines
{
    /// <summary>All of them.</summary>
    /// <param name="train">Windows that the mean rate is taken from.</param>
    /// <param name="windows">Windows to predict.</param>
    /// <param name="seed">Seed of the draws.</param>
    public static IReadOnlyList<GeneratedWindows> All(InputWindows train, InputWindows windows, int seed = 1) =>
        [RepeatLastWindow(windows), MeanRate(train, windows, seed), EmptyWindow(windows)];

    /// <summary>The actions of the window before, once more.</summary>
    public static GeneratedWindows RepeatLastWindow(InputWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        InputAction[][] repeated = [.. Enumerable.Range(0, windows.Count).Select(row => windows.Before(row).ToArray())];
        return new GeneratedWindows("repeat last window", repeated, repeated, Likelihoods: null);
    }

    /// <summary>Nothing is done.</summary>
    public static GeneratedWindows EmptyWindow(InputWindows windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        InputAction[][] empty = [.. Enumerable.Range(0, windows.Count).Select(_ => Array.Empty<InputAction>())];
        return new GeneratedWindows("empty window", empty, empty, Likelihoods: null);
    }

    /// <summary>
    /// Actions at the rate and with the events of the windows to learn from, the pointer where it was: drawn as a Poisson
    /// process; as the likeliest the mean number of the commonest event, evenly spread.
    /// </summary>
    public static GeneratedWindows MeanRate(InputWindows train, InputWindows windows, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(windows);
        var rate = new Rate(train);
        return new GeneratedWindows(
            "mean rate",
            [.. Enumerable.Range(0, windows.Count).Select(row => rate.Likeliest(windows.Pointer(row)))],
            [.. Enumerable.Range(0, windows.Count)
                .Select(row => rate.Draw(windows.Pointer(row), new Random(unchecked((seed * 1_000_003) ^ (row * 7_919 + 17)))))],
            [.. Enumerable.Range(0, windows.Count).Select(row => rate.LogLikelihood(windows.Target(row), windows.Pointer(row)))]);
    }

    private sealed class Rate
    {
        private readonly double _perSecond;
        private readonly double[] _events = new double[InputAction.EventCount];
        private readonly double _deviationX, _deviationY;

        public Rate(InputWindows train)
        {
            double count = 0, squaresX = 0, squaresY = 0;
            for (int row = 0; row < train.Count; row++)
            {
                var (x, y) = train.Pointer(row);
                foreach (var action in train.Target(row))
                {
                    count++;
                    _events[(int)action.Event]++;
                    squaresX += (action.X - x) * (action.X - x);
                    squaresY += (action.Y - y) * (action.Y - y);
                    (x, y) = (action.X, action.Y);
                }
            }

            _perSecond = count / (train.Count * InputSession.TickSeconds);
            // at least what a network may say: where the pointer never moves, the density would be infinite
            double Deviation(double squares) => Math.Max(Math.Sqrt(squares / Math.Max(count, 1)), ActionOutputs.LeastDeviation);
            (_deviationX, _deviationY) = (Deviation(squaresX), Deviation(squaresY));
            for (int e = 0; e < _events.Length; e++)
            {
                _events[e] /= Math.Max(count, 1);
            }
        }

        public InputAction[] Likeliest((float X, float Y) pointer)
        {
            int count = (int)Math.Round(_perSecond * InputSession.TickSeconds);
            return [.. Enumerable.Range(0, count)
                .Select(k => Action((k + 0.5) * InputSession.TickSeconds / count, Array.IndexOf(_events, _events.Max()),
                pointer))];
        }

        public InputAction[] Draw((float X, float Y) pointer, Random chance)
        {
            var actions = new List<InputAction>();
            for (double time = Gap(chance); time <= InputSession.TickSeconds
                && actions.Count < InputSession.MostActions; time += Gap(chance))
            {
                double rank = chance.NextDouble();
                int kind = 0;
                while (kind < _events.Length - 1 && rank >= _events[kind])
                {
                    rank -= _events[kind++];
                }

                actions.Add(Action(time, kind, pointer));
            }

            return [.. actions];
        }

        public ActionLikelihood[] LogLikelihood(ReadOnlySpan<InputAction> actions, (float X, float Y) pointer)
        {
            var judgements = new ActionLikelihood[actions.Length];
            double time = 0;
            for (int k = 0; k < actions.Length; k++)
            {
                var action = actions[k];
                double rank = (1 - Math.Exp(-_perSecond * (action.Time - time))) / (
                    1 - Math.Exp(-_perSecond * Math.Max(InputSession.TickSeconds - time, 1e-6)));
                double place = Normal((action.X - pointer.X) / _deviationX) + Normal((action.Y - pointer.Y) / _deviationY)
                    + Math.Log(_deviationX) + Math.Log(_deviationY);
                judgements[k] = new ActionLikelihood(Math.Min(rank, 1), place, _events[(int)action.Event]);
                (time, pointer) = (action.Time, (action.X, action.Y));
            }

            return judgements;
        }

        private static double Normal(double z) => 0.5 * z * z + 0.5 * Math.Log(2 * Math.PI);

        private double Gap(Random chance) => _perSecond > 0 ? -Math.Log(1 - chance.NextDouble()) / _perSecond
            : double.PositiveInfinity;

        private static InputAction Action(double time, int kind, (float X, float Y) pointer) => new(
            time, (InputEvent)kind, pointer.X, pointer.Y,
            kind == (int)InputEvent.Click ? 1 : 0, kind == (int)InputEvent.Key ? 1 : 0, kind == (int)InputEvent.Scroll ? 1 : 0);
    }
}
