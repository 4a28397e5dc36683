using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Experiments.DodgeTiming;
using Research.Experiments.LatentActions;
using Research.Nn.Quantization;
using Research.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Research.Experiments.Tests.Training;

/// <summary>
/// Whether a training, and what is done after it, asks for the device wherever it makes a tensor, on a machine that has but one:
/// once the first step is made, tensors for which no device is asked come into being on <c>meta</c>, whose tensors have no
/// numbers and go with none of the CPU's.
/// </summary>
[Collection(nameof(DefaultDeviceChanges))]
public sealed class TensorDeviceTests
{
    private static readonly Device Nowhere = device("meta");

    public static TheoryData<string> Names => [.. SmallTrainings.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Batches_losses_metrics_and_predictions_are_where_the_network_is(string experiment)
    {
        SmallTraining usual;
        using (var trainings = new SmallTrainings(TorchDevice.Cpu))
        {
            usual = SmallTrainings.All[experiment](trainings);
        }

        using var asked = new SmallTrainings(TorchDevice.Cpu, new Heard(_ => set_default_device(Nowhere)));
        try
        {
            var found = SmallTrainings.All[experiment](asked);
            Assert.Equal(Nowhere.type, get_default_device().type);
            Assert.Equal(usual.Loss, found.Loss);
            Assert.Equal(usual.Predicted, found.Predicted);
            set_default_device(CPU); // networks begin on the CPU, and move then
            Assert.Equal(found.Predicted, found.Reload?.Invoke(TorchDevice.Cpu) ?? found.Predicted);
        }
        finally
        {
            set_default_device(CPU);
        }
    }

    [Fact]
    public void Networks_move_whole()
    {
        using var scope = NewDisposeScope();
        nn.Module[] networks =
        [
            new LatentAutoencoder(8, new(48, 64)), new BaselineAutoencoder(new(48, 64)),
                new RecurrentPolicy(32, RecurrentCell.GRU, 7), new ConvolutionalPolicy(7, new(48, 64)), new DodgeTimingCnn(48),
            new LatentActionNetwork(new QuantizerOptions { KMeansInit = true, EmaDecay = 0.9, DeadCodeThreshold = 0.1 }, [4, 8],
                32, 32, film: true),
            new FiveHeadTransformer(), .. Enum.GetValues<DecoderKind>()
                .Select(kind => new ActionEncoderDecoder(new DecodingOptions { Decoder = kind, HiddenSize = 32 })),
        ];
        foreach (var network in networks)
        {
            network.to(Nowhere);
            Assert.All(network.state_dict().Values.Concat(network.buffers()),
                tensor => Assert.Equal(Nowhere.type, tensor.device_type));
        }

        // Not only the module's list, but its fields too.
        Assert.Equal(Nowhere.type, networks.OfType<LatentActionNetwork>().Single().Quantizer.Codebook().device_type);
        Assert.Equal(Nowhere.type, networks.OfType<FiveHeadTransformer>().Single().Device.type);
    }

    [Fact]
    public void Constants_follow_the_inputs()
    {
        using var scope = NewDisposeScope();
        var vectors = rand([2, 3, 4, 4], device: Nowhere);
        Assert.Equal(Nowhere.type, new FiniteScalarQuantizer([8, 8, 4]).to(Nowhere).call(vectors).Indices.device_type);
        var padding = zeros(2, 8, ScalarType.Bool, Nowhere);
        Assert.Equal(Nowhere.type, new FiveHeadTransformer().to(Nowhere).PoolingWeights(padding).device_type);
    }

    [Fact]
    public void A_tensor_for_which_no_device_is_asked_is_found()
    {
        using var scope = NewDisposeScope();
        var numbers = rand(3, 4);
        try
        {
            set_default_device(Nowhere);
            Assert.ThrowsAny<Exception>(() => numbers + tensor(new float[4]));
            Assert.ThrowsAny<Exception>(() => numbers.index_select(0, tensor(new long[] { 1 })).data<float>().ToArray());
            Assert.ThrowsAny<Exception>(() => zeros(4).data<float>().ToArray());
        }
        finally
        {
            set_default_device(CPU);
        }
    }
}

/// <summary>Tests that change where tensors come into being for all threads: alone.</summary>
[CollectionDefinition(nameof(DefaultDeviceChanges), DisableParallelization = true)]
public sealed class DefaultDeviceChanges;
