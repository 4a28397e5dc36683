using System.Text;
using Research.Alignment;
using Research.Arrays.Npy;
using Research.Sessions;
using Research.Tests.Metrics;

namespace Research.Tests.Sessions;

public sealed class SessionPredictionsTests : IDisposable
{
    private static readonly ActionSet Two = new(("JUMP", "j"), ("SHOOT", "s"));
    private static readonly ActionTimeline Truth = new(Two, [0, 1, 2, 3, 0]);
    private readonly TemporaryFolder _folder = new();

    private static SessionPredictions Predictions =>
        SessionPredictions.Of("Test", Truth, new ActionProbabilities(Two, [1, 2, 4], [0.6f, 0.5f, 0.2f, 0.9f, 0.51f, 0.1f]),
            [0.55, 0.05]);

    private string File => _folder.At("p.npz");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_read_is_held_by_the_thresholds_that_were_saved()
    {
        Predictions.Save(File);
        var read = SessionPredictions.Read(File, Two);

        Assert.Equal(("Test", 5, SessionPredictions.LabelsOf(Truth)), (read.Session, read.FrameCount, read.Labels));
        Assert.Equal([0.55, 0.05], read.Thresholds);
        Assert.Equal([0b00u, 0b11, 0b10, 0b00, 0b10], read.Predicted.Labels.Bits());
        Assert.Equal([0, 3], read.Predicted.Unknown.Order());
        Assert.Equal([3, 2], Npz.Open(File)["probabilities"].Shape);
        Assert.Null(read.Probabilities.Motion);

        var moving = new ActionProbabilities(Two, [1, 2], [0.6f, 0.5f, 0.2f, 0.9f]) { Motion = [1, -2, 0.5f, 3] };
        SessionPredictions.Of("Test", Truth, moving, [0.5, 0.5]).Save(File);
        Assert.Equal([1, -2, 0.5f, 3], SessionPredictions.Read(File, Two).Probabilities.Motion!);
        Assert.Equal("2 frames need 4 finite values of motion; found 1 values.",
            Assert.Throws<ArgumentException>(() =>
                new ActionProbabilities(Two, [1, 2], [0.6f, 0.5f, 0.2f, 0.9f]) { Motion = [1] }).Message);
    }

    [Fact]
    public void Other_keys_are_other_labels() =>
        Assert.Equal(3, ((ActionTimeline[])[Truth, new(Two, [0, 1, 2, 3, 1]), new(Two, [0, 1, 2, 3])])
        .Select(SessionPredictions.LabelsOf).Distinct().Count());

    [Fact]
    public void Predictions_of_other_actions_are_refused()
    {
        Predictions.Save(File);
        Assert.StartsWith($"{File}: found predictions of the actions JUMP, SHOOT; expected UP, DOWN, ",
            Message(() => SessionPredictions.Read(File, ActionSet.Cuphead)));
    }

    [Theory]
    [InlineData("rows", "found no array 'rows'; expected a file that evaluate has written.")]
    [InlineData("about", "found no array 'about'; expected a file that evaluate has written.")]
    public void A_file_without_an_array_is_refused(string left, string message)
    {
        Write(arrays => arrays.Remove(left));
        Assert.Equal($"{File}: {message}", Message(() => SessionPredictions.Read(File, Two)));
    }

    [Fact]
    public void Arrays_that_do_not_fit_each_other_are_refused()
    {
        Write(arrays => arrays["thresholds"] = NpyArray.Of<double>([1], [0.5]));
        Assert.Equal($"{File}: 2 actions need as many thresholds; found 1. (Parameter 'thresholds')",
            Message(() => SessionPredictions.Read(File, Two)));
        Write(arrays => arrays["rows"] = NpyArray.Of<int>([3], [1, 2, 5]));
        Assert.Equal($"{File}: Frame 5 is not one of 5. (Parameter 'frameCount')",
            Message(() => SessionPredictions.Read(File, Two)));
        Write(arrays => arrays["about"] = NpyArray.Of<byte>([2], "{}"u8));
        Assert.Equal($"{File}, about: found '{{}}'; expected JSON with session, frames, labels and actions.",
            Message(() => SessionPredictions.Read(File, Two)));
        Assert.Contains("\"session\":\"Test\"", Encoding.UTF8.GetString(Saved()["about"].Values<byte>()));
    }

    private Dictionary<string, NpyArray> Saved()
    {
        Predictions.Save(File);
        var npz = Npz.Open(File);
        return npz.Names.ToDictionary(name => name, name => npz[name]);
    }

    private void Write(Action<Dictionary<string, NpyArray>> change)
    {
        var arrays = Saved();
        change(arrays);
        Npz.Write(File, arrays);
    }

    private static string Message(Action read) => Assert.Throws<InvalidDataException>(read).Message;
}
