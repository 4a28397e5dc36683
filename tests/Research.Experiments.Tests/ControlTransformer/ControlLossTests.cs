using Research.Arrays.Npy;
using Research.Experiments.ControlTransformer;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.ControlTransformer;

/// <summary>Against the document's code in PyTorch (tests/fixtures/control_parity.py).</summary>
public sealed class ControlLossTests
{
    private static readonly string[] Terms = ["action", "look", "hotbar", "cursor", "inv", "idle"];
    private readonly Npz _file = ControlFixtures.Open("losses");

    [Theory]
    [InlineData("mixed", "")]
    [InlineData("no_change", "hotbar")]
    [InlineData("no_screen", "cursor,inv")]
    [InlineData("all_screen", "action,look,idle")]
    [InlineData("no_idle", "idle")]
    public void Every_term_the_total_and_all_gradients_are_PyTorchs_and_a_term_without_a_frame_is_0(string batch, string empty)
    {
        using var scope = NewDisposeScope();
        var (outputs, leaves) = Outputs(batch);
        var loss = new ControlLoss(_file["pos_weights"].Values<float>(),
            _file["inv_pos_weights"].Values<float>()).forward(outputs, Targets(batch));
        loss.Total.backward();

        Assert.Equal(Terms, loss.Terms.Select(term => term.Name));
        foreach (var (name, value) in loss.Terms.Append(("total", loss.Total)))
        {
            Assert.Equal(_file[$"{batch}/loss_{name}"].Values<float>()[0], value.item<float>(), 2e-6f);
        }

        Assert.All(empty.Split(',', StringSplitOptions.RemoveEmptyEntries),
            name => Assert.Equal(0, loss.Terms.Single(t => t.Name == name).Value.item<float>()));
        for (int i = 0; i < leaves.Length; i++)
        {
            float[] expected = _file[$"{batch}/grad_{i}"].Values<float>(), found = leaves[i].grad!.data<float>().ToArray();
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Theory]
    [InlineData(1000, 10, 50)]
    [InlineData(1000, 100, 5)]
    [InlineData(1000, 1000, 0.5)]
    [InlineData(1000, 0, 50)]
    public void The_weight_of_positives_is_half_the_total_over_them_and_at_most_50(int total, int positives, float expected) =>
        Assert.Equal(expected, ControlLoss.PositiveWeight(total, positives));

    [Fact]
    public void The_weights_of_positives_count_the_frames_of_each_head()
    {
        float[] actions = new float[48], clicks = new float[12];
        (actions[0], actions[12], actions[24], clicks[11]) = (1, 1, 1, 1); // frame 2 has a screen: its action does not count
        var labels = new ControlLabels(actions, new float[8], [-1, -1, -1, -1], new float[8], clicks, [false, false, true, true]);

        var weights = ControlLoss.PositiveWeights(labels);

        Assert.Equal((0.5f, 50, 50, 1), (weights.Actions[0], weights.Actions[1], weights.Inventory[0], weights.Inventory[2]));
        Assert.Equal((12, 3), (weights.Actions.Length, weights.Inventory.Length));
    }

    [Fact]
    public void Actions_that_do_not_count_have_no_gradient_and_means_are_over_the_others()
    {
        using var scope = NewDisposeScope();
        var (outputs, leaves) = Outputs("mixed");
        bool[] counted = [.. Enumerable.Range(0, 12).Select(i => i < 3)];
        var targets = Targets("mixed");
        var few = new ControlLoss([.. Enumerable.Repeat(1f, 12)], [1, 1, 1], actions: counted).forward(outputs, targets);
        few.Total.backward();
        float[] gradients = leaves[0].grad!.abs().sum(0L).data<float>().ToArray();
        Assert.All(gradients.Index(), g => Assert.Equal(counted[g.Index], g.Item > 0));

        var play = targets.Screen.logical_not().to_type(ScalarType.Float32).unsqueeze(1);
        var byHand = (nn.functional.binary_cross_entropy_with_logits(outputs.Actions, targets.Actions,
            reduction: nn.Reduction.None) * play).narrow(1, 0, 3).mean();
        Assert.Equal(byHand.item<float>(), few.Terms[0].Value.item<float>(), 1e-6f);
    }

    private (ControlOutputs Outputs, Tensor[] Leaves) Outputs(string batch)
    {
        Tensor[] leaves = [.. new[] { "action_logits", "look_output", "hotbar_logits", "cursor_output", "inv_logits" }
            .Select(name => ControlFixtures.Tensor(_file, $"{batch}/{name}").requires_grad_())];
        return (new(leaves[0], leaves[1], leaves[2], leaves[3], leaves[4]), leaves);
    }

    private ControlTargets Targets(string batch)
    {
        Tensor Of(string name) => ControlFixtures.Tensor(_file, $"{batch}/{name}");
        return new(Of("action_targets"), Of("look_targets"), Of("hotbar_target"), Of("cursor_targets"), Of("inv_targets"),
            Of("screen"));
    }
}
