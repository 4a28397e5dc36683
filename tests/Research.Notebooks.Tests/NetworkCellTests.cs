namespace Research.Notebooks.Tests;

/// <summary>The networks and losses in the notebooks' cells beside those of the library.</summary>
public sealed class NetworkCellTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("01-eda-class-balance.ipynb")]
    [InlineData("02-autoencoder-reconstruction-pca.ipynb")]
    [InlineData("03-baseline-bce.ipynb")]
    [InlineData("04-focal-grid-search.ipynb")]
    [InlineData("04b-choosing-honestly.ipynb")]
    [InlineData("05-dodge-timing.ipynb")]
    [InlineData("06-vqvae-latent-actions.ipynb")]
    [InlineData("06b-is-it-an-action.ipynb")]
    [InlineData("07-action-decoder.ipynb")]
    [InlineData("08-control-transformer.ipynb")]
    [InlineData("09-the-policy-plays.ipynb")]
    public void The_code_has_at_most_100_lines_of_at_most_120_characters(string name)
    {
        string[] lines = [.. NotebookDocument.Load(Path.Combine(Repository.Root, "notebooks", name)).Cells
            .Where(cell => cell.IsCode).SelectMany(cell => cell.Source.Split('\n')).Where(line => line.Trim().Length > 0)];

        Assert.InRange(lines.Length, 1, 100);
        Assert.DoesNotContain(lines, line => line.Length > 120);
        Assert.DoesNotContain(lines, line => line.Contains("Interrupt.Token", StringComparison.Ordinal));
    }

    /// <summary>Frames of an odd and of an even size: their padding differs.</summary>
    [Theory]
    [InlineData(36, 64)]
    [InlineData(19, 33)]
    public async Task The_dodge_network_in_the_cell_is_the_librarys_bit_for_bit(int height, int width) =>
        Assert.Equal("0\n", await Run("05-dodge-timing.ipynb", "05-network", $$"""
            manual_seed(3);
            var (input, isDodge) = (rand(5, 48, {{height}}, {{width}}), randint(2, 5).to_type(ScalarType.Float32));
            var cell = FirstTrainingStep.Of(() => new DodgeNetwork(), Loss, input, isDodge);
            Console.WriteLine(FirstTrainingStep.Of(() => new DodgeTimingCnn(), DodgeDetector.Loss, input, isDodge)
                .LargestDifference(cell));
            """));

    /// <summary>The weights are equal bit for bit. The library's convolutions add in another order.</summary>
    [Theory]
    [InlineData("0", "new BaselineAutoencoder(shape)", 1)]
    [InlineData("0", "new BaselineAutoencoder(shape)", 3)]
    [InlineData("24", "new LatentAutoencoder(24, shape)", 1)]
    [InlineData("24", "new LatentAutoencoder(24, shape)", 3)]
    public async Task The_autoencoders_in_the_cell_have_the_librarys_weights_and_its_numbers_but_for_rounding(
        string latentSize, string library, int channels) =>
        Assert.Equal("True\nTrue\n", await Run("02-autoencoder-reconstruction-pca.ipynb", "02-network", $$"""
            var shape = new FrameShape(72, 128, {{channels}});
            (float[] Weights, FirstTrainingStep Step) Autoencode(Func<nn.Module<Tensor, Tensor>> create)
            {
                manual_seed(3);
                var frames = rand(3, {{channels}}, 72, 128);
                manual_seed(4);
                return ([.. create().parameters().SelectMany(p => p.data<float>().ToArray())],
                    FirstTrainingStep.Of(create, Loss, frames, frames));
            }

            var (cell, library) = (Autoencode(() => new Autoencoder({{latentSize}}, shape)), Autoencode(() => {{library}}));
            Console.WriteLine(cell.Weights.SequenceEqual(library.Weights));
            Console.WriteLine(cell.Step.LargestDifference(library.Step) < 1e-5);
            """));

    /// <summary>
    /// The weights are equal bit for bit. The library computes an LSTM's steps with code of its own, which rounds otherwise.
    /// </summary>
    [Fact]
    public async Task The_policy_in_the_cell_has_the_librarys_weights_and_its_numbers_but_for_rounding() =>
        Assert.Equal("True\nTrue\n", await Run("03-baseline-bce.ipynb", "03-network", """
            (float[] Weights, FirstTrainingStep Step) Policy(
                Func<nn.Module<Tensor, Tensor>> create, Func<Tensor, Tensor, Tensor> loss)
            {
                manual_seed(3);
                var (input, keys) = (rand(5, 10, 96), randint(2, [5, 7]).to_type(ScalarType.Float32));
                manual_seed(4);
                return ([.. create().parameters().SelectMany(p => p.data<float>().ToArray())],
                    FirstTrainingStep.Of(create, loss, input, keys));
            }

            var cell = Policy(() => new LstmPolicy(96), Loss);
            var library = Policy(() => new RecurrentPolicy(96, RecurrentCell.LSTM),
                (logits, keys) => new BinaryCrossEntropy().forward(logits, keys));
            Console.WriteLine(cell.Weights.SequenceEqual(library.Weights));
            Console.WriteLine(cell.Step.LargestDifference(library.Step) < 1e-6);
            """));

    /// <summary>The library computes focal loss from logits, the cell from probabilities.</summary>
    [Theory]
    [InlineData(2.0, 0.25)]
    [InlineData(0.0, 0.5)]
    [InlineData(1.5, 0.75)]
    public async Task The_focal_loss_in_the_cell_is_the_librarys_but_for_rounding(double gamma, double alpha) =>
        Assert.Equal("True\n", await Run("04-focal-grid-search.ipynb", "04-loss", $$"""
            manual_seed(3);
            var (latents, keys, weights) = (rand(5, 10, 96), randint(2, [5, 7]).to_type(ScalarType.Float32), rand(5) + 1);
            FirstTrainingStep Step(Func<Tensor, Tensor, Tensor, Tensor> loss) => FirstTrainingStep.Of(
                () => new RecurrentPolicy(96, RecurrentCell.GRU), (logits, labels) => loss(logits, labels, weights), latents, keys);
            Console.WriteLine(Step(Loss).LargestDifference(Step(new FocalLoss(gamma, alpha).forward)) < 1e-6);
            """, FormattableString.Invariant($"var gamma = {gamma}; var alpha = {alpha};")));

    /// <summary>
    /// The weights are equal bit for bit. The library's convolutions and its GRU round otherwise, and a ReLU next to 0 passes its
    /// gradient on or not.
    /// </summary>
    [Fact]
    public async Task The_policy_on_frames_in_the_cell_has_the_librarys_weights_and_its_numbers_but_for_rounding() =>
        Assert.Equal("True\nTrue\nTrue\nTrue\n", await Run("04b-choosing-honestly.ipynb", "04b-network", """
            (float[] Weights, FirstTrainingStep Step) Policy(Func<nn.Module<Tensor, Tensor>> create)
            {
                manual_seed(3);
                var (input, keys) = (rand([2, 6, 1, 72, 128]), randint(2, [2, 6, 7]).to_type(ScalarType.Float32));
                var weights = randint(2, [2, 6]).to_type(ScalarType.Float32);
                manual_seed(4);
                return ([.. create().parameters().SelectMany(p => p.data<float>().ToArray())],
                    FirstTrainingStep.Of(create, (logits, labels) => Loss(logits, labels, weights), input, keys));
            }

            var shape = new FrameShape(72, 128);
            var (cell, library) = (Policy(() => new FramePolicy(7, shape)), Policy(() => new ConvolutionalPolicy(dropout: 0.5)));
            Console.WriteLine(cell.Weights.SequenceEqual(library.Weights));
            Console.WriteLine(Math.Abs(cell.Step.Loss - library.Step.Loss) < 1e-5);
            Console.WriteLine(cell.Step.Outputs.Zip(library.Step.Outputs).Max(o => Math.Abs(o.First - o.Second)) < 1e-4);
            double Norm(IEnumerable<float> gradient) => Math.Sqrt(gradient.Sum(g => (double)g * g));
            var gradients = cell.Step.Gradients.Zip(library.Step.Gradients);
            Console.WriteLine(Norm(gradients.Select(g => g.First - g.Second)) < 0.02 * Norm(library.Step.Gradients));
            """));

    /// <summary>Frames whose sides are even and odd at several halvings.</summary>
    [Theory]
    [InlineData(105, 80)]
    [InlineData(37, 22)]
    public async Task The_vqvae_in_the_cells_is_the_librarys_bit_for_bit(int height, int width) =>
        Assert.Equal("0\n", await Run("06-vqvae-latent-actions.ipynb", "06-quantizer 06-network", $$"""
            manual_seed(3);
            var (current, next) = (rand(6, 3, {{height}}, {{width}}) * 2 - 1, rand(6, 3, {{height}}, {{width}}) * 2 - 1);
            int[] widths = [4, 8, 16];
            var report = new LatentActionOptions();
            var cell = FirstTrainingStep.Of(() => new FrameVqvae(widths), n => Loss(n.call(current, next), next));
            Console.WriteLine(FirstTrainingStep.Of(() => new LatentActionNetwork(new(), widths, {{height}}, {{width}}),
                n => n.call(current, next).Loss(report.Loss, next, current).Total).LargestDifference(cell));
            """));

    /// <summary>
    /// Windows without actions and with many. The library computes a GRU's steps with code of its own, which rounds otherwise.
    /// </summary>
    [Fact]
    public async Task The_sequential_decoder_in_the_cells_has_the_librarys_numbers_but_for_rounding() =>
        Assert.Equal("True\nTrue\n", await Run("07-action-decoder.ipynb", "07-network 07-loss", """
            var windows = new InputWindows(DefaultClicks.Open("", sessions: 2, ticks: 60));
            var (context, forced, targets) = windows.FirstBatch(new() { HiddenSize = 64 });
            var cell = FirstTrainingStep.Of(() => new SequentialDecoder(64), d => Loss(d.call(context, forced), forced));
            var library = FirstTrainingStep.Of(() => new SequentialActionDecoder(64), d => d.Loss(context, targets).Total);
            Console.WriteLine(targets.Any(t => t.Length == 0) && targets.Any(t => t.Length > 4) && cell.Gradients.Max() > 0.1);
            Console.WriteLine(library.LargestDifference(cell) < 1e-5);
            """));

    /// <summary>Windows without a screen or with one, idle or not, with a new slot or without: every term of the loss.</summary>
    [Fact]
    public async Task The_control_transformer_in_the_cells_is_the_librarys_bit_for_bit() =>
        Assert.Equal("0\n", await Run("08-control-transformer.ipynb", "08-network 08-loss", """
            manual_seed(3);
            var size = new ControlTransformerSize { DModel = 32, Nhead = 4, NumLayers = 2, DimFeedforward = 48 };
            var (frames, padding) = (rand(16, 30, 671), arange(30).unsqueeze(0) < arange(16).unsqueeze(1));
            var pressed = new ControlTargets(randint(2, [16, 12]).@float() * (arange(16).unsqueeze(1) > 4).@float(),
                rand(16, 2) * 2 - 1, randint(10, [16]) - 1, rand(16, 2), randint(2, [16, 3]).@float(), arange(16) % 3 == 0);
            float[] actions = [.. Enumerable.Range(1, 12).Select(i => i / 3f)], clicks = [1, 20, 50];
            var cell = FirstTrainingStep.Of(() => new ControlNetwork(size),
                n => Loss(n.call(frames, padding), pressed, actions, clicks));
            Console.WriteLine(FirstTrainingStep.Of(() => new FiveHeadTransformer(size),
                n => new ControlLoss(actions, clicks).forward(n.call(frames, padding), pressed).Total).LargestDifference(cell));
            """));

    [Fact]
    public async Task The_network_that_plays_in_the_cell_is_the_librarys_bit_for_bit() =>
        Assert.Equal("0\n", await Run("09-the-policy-plays.ipynb", "09-network", """
            manual_seed(3);
            var (stacks, keys) = (randint(256, [5, 6, 72, 128]).to_type(ScalarType.Byte), randint(2, [5, 7]).@float());
            var cell = FirstTrainingStep.Of(() => new PlayingNetwork(), Loss, stacks, keys);
            Console.WriteLine(FirstTrainingStep.Of(() => new FrameStackNetwork(7, (6, 72, 128), dropout: 0.2),
                (logits, held) => new Research.Losses.BinaryCrossEntropy().forward(logits, held), stacks, keys)
                .LargestDifference(cell));
            """));

    /// <summary>Runs the first cell of a notebook, its parameters, the cells with its network and loss, and a check.</summary>
    private async Task<string> Run(string name, string cellIds, string check, string parameters = "")
    {
        string folder = Path.Combine(Repository.Root, "notebooks");
        var cells = NotebookDocument.Load(Path.Combine(folder, name)).Cells;
        string first = cells.First(c => c.IsCode).Source
            .Replace("\"kit.csx\"", $"\"{Path.Combine(folder, "kit.csx")}\"", StringComparison.Ordinal);
        string notebook = _folder.Notebook("network.ipynb",
            [first, parameters, .. cellIds.Split(' ').Select(id => cells.Single(c => c.Id == id).Source), check]);

        var result = await NotebookRunner.RunAsync(notebook, new RunOptions { OutputPath = _folder.At("out.ipynb") });

        Assert.Null(result.Failure);
        return string.Concat(result.Notebook.Cells[^1].Outputs.SelectMany(o => o["text"]!.AsArray()).Select(o => (string?)o));
    }
}
