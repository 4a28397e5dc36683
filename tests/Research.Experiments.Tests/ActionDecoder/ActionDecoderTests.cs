using Research.Experiments.ActionDecoder;
using Research.Sessions.Inputs;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ActionDecoder;

[Collection(nameof(TakingTurns))]
public sealed class ActionDecoderTests
{
    private const int Width = 32;

    public static TheoryData<DecoderKind, int> All =>
        new()
        {
            { DecoderKind.Parallel, 1 },
            { DecoderKind.TimingAware, 1 },
            { DecoderKind.Sequential, 1 },
            { DecoderKind.Sequential, 2 },
            { DecoderKind.Attention, 1 },
            { DecoderKind.Attention, 2 },
        };

    public static TheoryData<DecoderKind, int> OneAfterTheOther =>
        new()
        {
            { DecoderKind.Sequential, 1 },
            { DecoderKind.Sequential, 2 },
            { DecoderKind.Attention, 1 },
            { DecoderKind.Attention, 2 },
        };

    private static DecodingOptions Options(DecoderKind decoder, int timeScales = 1, int seed = 42) =>
        new() { Decoder = decoder, HiddenSize = Width, Seed = seed, Autoregressive = new() { TimeScales = timeScales } };

    [Theory]
    [MemberData(nameof(OneAfterTheOther))]
    public void Times_increase_and_never_pass_600_ms(DecoderKind decoder, int timeScales)
    {
        var windows = RandomSessions.Windows(sessions: 4, ticks: 30);
        int generated = 0;
        for (int seed = 0; seed < 4; seed++)
        {
            using var model = TrainedActionDecoder.Untrained(Options(decoder, timeScales, seed));
            foreach (var window in model.Generate(windows, seed).Concat(model.Generate(windows)))
            {
                generated += window.Length;
                Assert.InRange(window.Length, 0, 100);
                Assert.All(window, a => Assert.True(a.Time is > 0 and <= 0.6));
                Assert.All(window.Zip(window.Skip(1)), pair => Assert.True(pair.Second.Time > pair.First.Time));
                Assert.All(window, a => Assert.True(a.X is >= 0 and <= 1 && a.Y is >= 0 and <= 1));
                Assert.All(window, a => Assert.Equal(
                    (a.Event == InputEvent.Click, a.Event == InputEvent.Key, a.Event == InputEvent.Scroll),
                        (a.Button is >= 1 and <= 3, a.Key is >= 1 and <= 63, a.Scroll is 1 or -1)));
            }
        }

        Assert.True(generated > 500, $"{generated} actions");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_window_comes_out_the_same_whichever_others_are_told_with_it(DecoderKind decoder, int timeScales)
    {
        var windows = RandomSessions.Windows(sessions: 4, ticks: 26);
        using var model = TrainedActionDecoder.Untrained(Options(decoder, timeScales));
        foreach (int? seed in new int?[] { null, 5 })
        {
            var all = model.Generate(windows, seed);
            Assert.True(seed is null || decoder is DecoderKind.Parallel or DecoderKind.TimingAware || all.Select(w => w.Length)
                .Distinct().Count() > 3);
            foreach (int count in new[] { 1, 2, 7, 33 })
            {
                int[] rows = [.. Enumerable.Range(0, windows.Count).Skip(count).Take(count)];
                Assert.Equal(rows.Select(row => all[row]), model.Generate(windows, seed, rows)); // bit for bit
                using var batch = windows.Batch(rows);
                Assert.All(model.GenerateTogether(batch, seed).Zip(rows), told => Same(all[told.Second], told.First));
            }
        }

        // Together, sums may be rounded otherwise; rows that end sooner than others stay as they are.
        static void Same(InputAction[] alone, InputAction[] together)
        {
            Assert.Equal(alone.Select(a => (a.Event, a.Button, a.Key, a.Scroll)),
                together.Select(a => (a.Event, a.Button, a.Key, a.Scroll)));
            Assert.All(alone.Zip(together), pair => Assert.True(
                Math.Abs(pair.First.Time - pair.Second.Time) < 1e-4 && Math.Abs(pair.First.X - pair.Second.X) < 1e-4
                && Math.Abs(pair.First.Y - pair.Second.Y) < 1e-4));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_reach_every_parameter(DecoderKind decoder, int timeScales)
    {
        var windows = RandomSessions.Windows();
        manual_seed(1);
        using var network = new ActionEncoderDecoder(Options(decoder, timeScales));
        using var scope = NewDisposeScope();
        using var batch = windows.Batch([.. Enumerable.Range(0, windows.Count)]);
        network.eval();
        network.Decoder.Loss(network.Encode(batch.Inputs), batch.Targets).Total.backward();
        Assert.All(network.named_parameters(),
            p => Assert.True(p.parameter.grad is { } grad && grad.abs().max().item<float>() > 0, $"{p.name} has no gradient"));
    }

    [Theory]
    [MemberData(nameof(OneAfterTheOther))]
    public void An_action_changes_nothing_before_it(DecoderKind decoder, int timeScales)
    {
        var windows = RandomSessions.Windows();
        int row = Enumerable.Range(0, windows.Count).MaxBy(r => windows.Target(r).Length);
        var target = windows.Target(row).ToArray();
        manual_seed(2);
        using var network = new ActionEncoderDecoder(Options(decoder, timeScales));
        network.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var context = network.Encode(windows.Batch(row).Inputs);
        var judged = network.Decoder.LogLikelihood(context, [target])[0];
        Assert.True(target.Length >= 4);
        for (int k = 0; k < target.Length; k++)
        {
            var changed = target.ToArray();
            double later = k + 1 < target.Length ? target[k + 1].Time : 0.6;
            changed[k] = new InputAction((target[k].Time + later) / 2, target[k].Event == InputEvent.Key ? InputEvent.Move
                : InputEvent.Key, 1 - target[k].X, 0.3f, Key: target[k].Event == InputEvent.Key ? 0 : 9);
            var other = network.Decoder.LogLikelihood(context, [changed])[0];
            Assert.Equal(judged[..k], other[..k]);
            Assert.NotEqual(judged[k], other[k]);
            Assert.True(k + 1 == target.Length || judged[k + 1] != other[k + 1]);
        }
    }

    [Theory]
    [MemberData(nameof(OneAfterTheOther))]
    public void What_teacher_forcing_sees_is_what_free_running_sees(DecoderKind decoder, int timeScales)
    {
        // The likelihood of what the decoder itself told, slot by slot and all slots at once.
        var windows = RandomSessions.Windows();
        manual_seed(3);
        using var network = new ActionEncoderDecoder(Options(decoder, timeScales));
        network.eval();
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var context = network.Encode(windows.Batch([.. Enumerable.Range(0, windows.Count)]).Inputs);
        var told = network.Decoder.Generate(context);
        Assert.Contains(told, w => w.Length > 1);
        var judged = network.Decoder.LogLikelihood(context, told);
        // The likeliest time is the median of those that remain, and the likeliest event the most probable one.
        Assert.All(judged.SelectMany(j => j), j => Assert.Equal(0.5, j.TimeRank, 2));
        Assert.All(judged.SelectMany(j => j), j => Assert.True(j.EventProbability >= 0.25));
    }

    [Fact]
    public void The_same_seed_draws_the_same_and_another_one_other_windows()
    {
        var windows = RandomSessions.Windows();
        using var model = TrainedActionDecoder.Untrained(Options(DecoderKind.Sequential));
        using var again = TrainedActionDecoder.Untrained(Options(DecoderKind.Sequential));
        Assert.Equal(model.Generate(windows, 1), again.Generate(windows, 1));
        Assert.NotEqual(model.Generate(windows, 1), model.Generate(windows, 2));
    }

    [Fact]
    public void A_window_ends_at_100_actions_at_the_latest()
    {
        var crowded = InputSession.Of("crowded", 0,
            [.. Enumerable.Range(0, 1100).Select(i =>
            new InputAction(0.6 * (i / 100) + 0.005 * (i % 100), InputEvent.Move, 0, 0))], new float[11 * 128]);
        var windows = new InputWindows([crowded]);
        foreach (var decoder in Enum.GetValues<DecoderKind>())
        {
            using var model = TrainedActionDecoder.Untrained(Options(decoder));
            Assert.Equal(100, windows.Target(0).Length);
            Assert.Equal(100, model.LogLikelihood(windows)[0].Length);
            Assert.True(double.IsFinite(model.Loss(windows)["loss"]));
        }
    }

    [Fact]
    public void Windows_without_any_action_have_a_loss_too()
    {
        var windows = new InputWindows([InputSession.Of("empty", 0, [], new float[14 * 128])]);
        foreach (var decoder in Enum.GetValues<DecoderKind>())
        {
            using var model = TrainedActionDecoder.Untrained(Options(decoder));
            Assert.True(double.IsFinite(model.Loss(windows)["loss"]), $"{decoder}");
            Assert.All(model.LogLikelihood(windows), judged => Assert.Empty(judged));
        }
    }

    [Fact]
    public void Sizes_and_parts_that_do_not_fit_are_refused()
    {
        Assert.Equal(
            "The width is halved for the two directions of an LSTM; expected an even number. (Parameter 'width')\nActual value "
            + "was 33.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ActionContextEncoder(33)).Message);
        Assert.StartsWith("Times have one scale, or two.",
            Assert.Throws<ArgumentOutOfRangeException>(() =>
            new SequentialActionDecoder(Width, new() { TimeScales = 3 })).Message);
        using var scope = NewDisposeScope();
        using var encoder = new ActionContextEncoder(Width, useHistory: false);
        using var decoder = new SequentialActionDecoder(Width);
        var context = encoder.call(RandomSessions.Windows().Batch(0).Inputs);
        Assert.Equal(
            "The encoder looks at no history, which the temporal context is made of; expected an encoder that does, or no "
            + "temporal context.",
            Assert.Throws<InvalidOperationException>(() => decoder.Generate(context)).Message);
    }
}
