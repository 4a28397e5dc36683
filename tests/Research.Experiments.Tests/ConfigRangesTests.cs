using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Research.Experiments.ActionDecoder;
using Research.Experiments.BehaviorCloning;
using Research.Experiments.ControlTransformer;
using Research.Sweeps;
using Research.Training;

namespace Research.Experiments.Tests;

public sealed class ConfigRangesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"max_epochs": 0}""", "0 in the field 'max_epochs'; expected a whole number, at least 1 and at most 1000000.")]
    [InlineData("""{"validation_share": 1.5}""", "1.5 in the field 'validation_share'; expected a number, above 0 and below 1.")]
    [InlineData("""{"validation_share": "NaN"}""",
        "NaN in the field 'validation_share'; expected a number, above 0 and below 1.")]
    [InlineData("""{"warmup_epochs": -5}""",
        "-5 in the field 'warmup_epochs'; expected a whole number, at least 0 and at most 1000000.")]
    [InlineData("""{"batch_size": 0}""", "0 in the field 'batch_size'; expected a whole number, at least 1 and at most 1000000.")]
    [InlineData("""{"stride": 0}""", "0 in the field 'stride'; expected a whole number, at least 1 and at most 1000000.")]
    [InlineData("""{"learning_rate": 0}""", "0 in the field 'learning_rate'; expected a number, above 0 and at most 10.")]
    [InlineData("""{"final_learning_rate": 1}""",
        "1 in the field 'final_learning_rate'; expected at most learning_rate, 0.0005.")]
    [InlineData("""{"size": {"dropout": 1.5}}""", "1.5 in the field 'size.dropout'; expected a number, at least 0 and below 1.")]
    [InlineData("""{"size": {"nhead": 3}}""", "3 in the field 'size.nhead'; expected a divisor of d_model, 256.")]
    [InlineData("""{"size": {"input_dim": 10}}""", "10 in the field 'size.input_dim'; expected 671, the numbers of a frame.")]
    [InlineData("""{"loss_weights": {"look": -1}}""",
        "-1 in the field 'loss_weights.look'; expected a number, at least 0 and at most 1000000.")]
    public void A_number_of_a_config_that_is_out_of_its_range(string json, string message)
    {
        string file = _folder.Write("c.json", json);

        Assert.Equal($"{file}: found {message}", Assert.Throws<InvalidDataException>(() => ControlOptions.Read(file)).Message);
    }

    [Fact]
    public void Options_of_a_command_line()
    {
        var given = FieldFile.With("-p", new Dictionary<string, string>
        {
            ["policy.window_seconds"] = "1.5",
            ["policy.cell"] = "LSTM",
            ["test"] = "Tuesday",
            ["policy.patience"] = "null",
        }, new CloningOptions { Train = "Monday" });
        Assert.Equal(("Monday", "Tuesday", 1.5, RecurrentCell.LSTM, null), (given.Train, given.Test, given.Policy.WindowSeconds,
            given.Policy.Cell, given.Policy.Patience));

        Assert.StartsWith("-p: found the unknown field 'policy.window'; expected cell, window_length, window_seconds, ",
            Fault(("policy.window", "1")), StringComparison.Ordinal);
        Assert.Equal("-p: found the unknown field 'epochs'; expected train, test, autoencoder, policy. Is autoencoder.epochs or "
            + "policy.epochs meant?", Fault(("epochs", "1")));
        Assert.Equal("-p: found 0 in the field 'policy.window_seconds'; expected a number, above 0 and at most 600.",
            Fault(("policy.window_seconds", "0")));
        Assert.StartsWith("-p: found a value of another kind in the field 'policy.epochs'", Fault(("policy.epochs", "many")),
            StringComparison.Ordinal);
        Assert.Equal("-p: found both 'policy' and 'policy.epochs'; expected one of them.",
            Fault(("policy", "1"), ("policy.epochs", "1")));

        static string Fault(params (string Name, string Value)[] fields) => Assert.Throws<InvalidDataException>(() =>
            FieldFile.With("-p", fields.ToDictionary(f => f.Name, f => f.Value), new CloningOptions())).Message;
    }

    [Fact]
    public void A_missing_config_is_named()
    {
        string file = _folder.At("none.json");

        Assert.Equal($"{file}: found nothing there; expected a JSON object with fields.",
            Assert.Throws<FileNotFoundException>(() => ControlOptions.Read(file)).Message);
    }

    [Fact]
    public void Options_of_code_and_of_plans()
    {
        Assert.Equal(
            "FocalGridOptions: found 0 in the field 'policy.epochs'; expected a whole number, at least 1 and at most 1000000.",
            Assert.Throws<ArgumentException>(() =>
                ConfigRanges.Require(new FocalGridOptions { Policy = new() { Epochs = 0 } })).Message);
        Assert.Equal("FocalGridOptions: found 0 in the field 'latents'; expected a whole number, at least 1 and at most 65536.",
            Assert.Throws<ArgumentException>(() => ConfigRanges.Require(new FocalGridOptions { Latents = [8, 0] })).Message);
        Assert.Equal("ConvRecurrentOptions: found 40 in the field 'burn_in'; expected below sequence_length, 40.",
            Assert.Throws<ArgumentException>(() => ConfigRanges.Require(new ConvRecurrentOptions { BurnIn = 40 })).Message);
        ConfigRanges.Require(new AutoencoderOptions { Latent = null, Patience = null });
        var task = SweepTask.Of("a", "policy", "b", new PolicyOptions { LearningRate = double.NaN }, new { }) with { Line = 3 };
        Assert.Equal(
            "run b-seed-42, line 3 of the plan: found NaN in the field 'learning_rate'; expected a number, above 0 and at most "
            + "10.",
            Assert.Throws<InvalidDataException>(() => task.OptionsAs<PolicyOptions>()).Message);
        Assert.Equal("DecodingOptions: found 40 in the field 'hidden_size'; expected a multiple of 32.",
            Assert.Throws<ArgumentException>(() => TrainedActionDecoder.TrainOrLoad(new DecodingOptions { HiddenSize = 40 },
                null!, null!, new RunContext { Name = "a" })).Message);
    }

    [Fact]
    public void Every_number_of_every_config_has_a_range()
    {
        string[] endings = ["Options", "Size", "Weights", "Config"], own = ["Seed", "Seeds"];
        var configs = new[] { typeof(ControlOptions), typeof(RunContext) }.SelectMany(type => type.Assembly.GetExportedTypes())
            .Where(type => type.IsClass && endings.Any(ending => type.Name.EndsWith(ending, StringComparison.Ordinal))
            && type.GetMethod("<Clone>$") is not null && type.Namespace is not ("Research.Arrays" or "Research.Arrays.Zarr" or "Research.Sessions" or "Research.Figures")).ToList();
        var without = from type in configs
                      from property in type.GetProperties()
                      where property.CanWrite && IsNumber(property.PropertyType) && !own.Contains(property.Name)
                          && property.GetCustomAttribute<RangeAttribute>() is null
                      select $"{type.Name}.{property.Name}";

        Assert.True(configs.Count >= 12, $"{configs.Count} configurations");
        Assert.Equal([], without.Except(LayoutNumbers));
    }

    /// <summary>Of <see cref="ControlConfig"/>: each must be the layout's very number, which reading it checks.</summary>
    private static string[] LayoutNumbers =>
    [
        .. ((string[])["Version", "InputDim", "NumActionControls", "NumLookControls", "NumHotbarSlots", "NumCursorControls",
            "NumInvControls", "ActionHistoryLength", "GameStateDim"])
            .Select(name => $"ControlConfig.{name}"),
    ];

    [Fact]
    public void Parameters_of_notebooks()
    {
        var (epochs, latents, rate) = (0, new[] { 8, 0 }, double.NaN);

        ParameterRanges.Require(new { seeds = 1, gammas = new[] { 0.0 } }, least: 0);
        Assert.Equal("Parameter epochs: found 0; expected 1 to 1000000.",
            Assert.Throws<ArgumentException>(() => ParameterRanges.Require(new { seeds = 1, epochs }, least: 1)).Message);
        Assert.Equal("Parameter latents: found 0; expected 1 to 1000000.",
            Assert.Throws<ArgumentException>(() => ParameterRanges.Require(new { latents }, least: 1)).Message);
        Assert.Equal("Parameter rate: found NaN; expected 0 to 10.",
            Assert.Throws<ArgumentException>(() => ParameterRanges.Require(new { rate }, least: 0, most: 10)).Message);
        Assert.Equal("Parameter alphas: found an empty list; expected one number at least.",
            Assert.Throws<ArgumentException>(() =>
                ParameterRanges.Require(new { alphas = Array.Empty<double>() }, least: 0)).Message);
    }

    private static bool IsNumber(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(double) || type == typeof(float)
        || (Nullable.GetUnderlyingType(type) is { } inner && IsNumber(inner))
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            && type.GenericTypeArguments[0] is var element && element != typeof(float) && IsNumber(element));
}
