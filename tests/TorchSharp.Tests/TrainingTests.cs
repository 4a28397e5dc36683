using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit.Abstractions;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class TrainingTests(ITestOutputHelper output)
{
    [Fact]
    public void Ten_thousand_steps_leave_no_tensor_and_no_memory_behind()
    {
        using var network = new SmallNetwork();
        network.Train(2000); // on a busy machine the last methods are compiled late
        var memory = ResidentBytes(); // collects what other tests left to the finalizer
        var tensors = Tensor.TotalCount;
        for (var round = 2; round <= 9; round++)
        {
            network.Train(1000);
            Assert.Equal(tensors, Tensor.TotalCount);
            var now = ResidentBytes();
            output.WriteLine($"after {round + 1},000 steps: {tensors} tensors, {now / 1e6:0.0} MB");
            Assert.InRange(now, 0, memory * 1.05);
        }
    }

    [Fact]
    public void One_seed_gives_the_same_bits_in_every_process()
    {
        var first = TrainingProcess.HashElsewhere(7);
        Assert.Equal(64, first.Length);
        Assert.Equal(first, TrainingProcess.HashElsewhere(7));
        Assert.NotEqual(first, TrainingProcess.HashElsewhere(8));

        var before = get_num_threads();
        set_num_threads(2);
        Assert.Equal(first, TrainingProcess.Hash(7));
        set_num_threads(before);
    }

    [SkippableFact]
    public void OpenBLAS_has_as_many_threads_as_libtorch_from_the_first_operator_on()
    {
        Skip.IfNot(NativeLibrary.TryLoad("libopenblas.so.0", out _), "libopenblas.so.0 is not installed: the BLAS is another one");
        string[] threads = TrainingProcess.ThreadsElsewhere();
        Assert.Equal(threads[0], threads[1]);
    }

    [Fact]
    public void Two_threads_train_two_networks_as_one_thread_would()
    {
        string[] Run(Action<Action[]> run)
        {
            manual_seed(3);
            using SmallNetwork first = new(), second = new();
            run([() => first.Train(300), () => second.Train(300)]);
            return [first.Hash(), second.Hash()];
        }

        var alone = Run(trainings => Array.ForEach(trainings, training => training()));
        var together = Run(trainings => Assert.All(trainings.Select(training => Task.Run(training)).ToList(), task => task.Wait()));
        Assert.NotEqual(alone[0], alone[1]);
        Assert.Equal(alone, together);
    }

    [Fact]
    public void Recording_is_a_matter_of_each_thread()
    {
        using var ready = new Barrier(2);
        bool[] recorded = new bool[2];
        void Run(int index)
        {
            using var scope = NewDisposeScope();
            using var mode = set_grad_enabled(index == 0);
            ready.SignalAndWait();
            var weight = ones(1, requires_grad: true);
            for (var i = 0; i < 1000; i++)
                recorded[index] = (weight * 2).requires_grad;
            ready.SignalAndWait();
        }

        var other = new Thread(() => Run(1));
        other.Start();
        Run(0);
        other.Join();
        Assert.Equal([true, false], recorded);
        Assert.True(is_grad_enabled());
    }

    [Fact]
    public void A_forgotten_network_and_optimizer_are_reclaimed()
    {
        Settle();
        var before = Tensor.TotalCount;
        Forget();
        Assert.True(Tensor.TotalCount > before);
        Settle();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget() => new SmallNetwork().Train(3);

    [Fact]
    public void A_disposed_network_or_optimizer_throws_when_used()
    {
        using var scope = NewDisposeScope();
        var layer = nn.Linear(2, 2);
        var optimizer = optim.Adam(layer.parameters());
        layer.forward(ones(1, 2)).sum().backward();
        optimizer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => optimizer.step());
        layer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => layer.forward(ones(1, 2)));
        Assert.Throws<ObjectDisposedException>(() => optimizer.zero_grad());
    }

    private static double ResidentBytes()
    {
        Settle();
        return double.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1]) * Environment.SystemPageSize;
    }

    private static void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
