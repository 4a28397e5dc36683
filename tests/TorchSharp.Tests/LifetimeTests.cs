using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace TorchSharp.Tests;

public class LifetimeTests
{
    public LifetimeTests() => Settle();

    private static void Settle()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [Fact]
    public void A_scope_disposes_what_was_made_inside_but_what_was_moved_out()
    {
        var before = Tensor.TotalCount;
        Tensor kept, detached, inner;
        using (var outer = NewDisposeScope())
        {
            using (var scope = NewDisposeScope())
            {
                inner = ones(3) + 1;
                kept = (inner * 2).MoveToOuterDisposeScope();
                detached = scope.Detach(inner * 3);
                Assert.Equal(4 - 2, scope.DisposablesCount);
            }
            Assert.True(inner.IsInvalid);
            Assert.Equal([4f, 4, 4], kept.data<float>().ToArray());
            Assert.True(outer.Contains(kept));
        }
        Assert.True(kept.IsInvalid);
        Assert.Equal(before + 1, Tensor.TotalCount);
        detached.Dispose();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_scope_keeps_what_it_is_told_to_and_hands_on_several()
    {
        using var outer = NewDisposeScope();
        Tensor first, second;
        using (var scope = NewDisposeScope())
        {
            first = ones(1);
            second = ones(2);
            var third = ones(3);
            scope.DisposeEverythingBut(first, second);
            Assert.True(third.IsInvalid);
            scope.MoveToOuter(first, second);
        }
        Assert.False(first.IsInvalid || second.IsInvalid);
        first.Dispose();
        Assert.Equal(1, outer.DisposablesCount);
        Assert.Equal([2f], WrappedTensorDisposeScope(() => ones(1) + 1).data<float>().ToArray());
    }

    [Fact]
    public void Forgotten_tensors_are_reclaimed()
    {
        var before = Tensor.TotalCount;
        Forget(1000);
        Assert.True(Tensor.TotalCount >= before + 1);
        Settle();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(int count)
    {
        for (var i = 0; i < count; i++)
            _ = zeros(10).add(1);
    }

    [Fact]
    public void The_collector_feels_the_memory_of_forgotten_tensors()
    {
        // 20 GB in all; each object is 56 bytes, so the collector must be told. It takes at most a fifth of the time, so
        // there must be some time between them, as in real work.
        for (var i = 0; i < 2000; i++)
        {
            _ = empty(2_500_000);
            if (i % 5 == 0)
                Thread.Sleep(1);
        }
        Assert.True(Tensor.TotalCount < 1000, $"{Tensor.TotalCount} live tensors");
        Settle();
    }

    [Fact]
    public void Failed_calls_leak_nothing()
    {
        var before = Tensor.TotalCount;
        using (var a = ones(2, 3))
        using (var b = ones(4))
        {
            for (var i = 0; i < 100; i++)
            {
                Assert.ThrowsAny<Exception>(() => a.add(b));
                Assert.ThrowsAny<Exception>(() => cat([a, b]));
            }
        }
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Use_after_disposal_throws()
    {
        var gone = ones(2, 2);
        var data = gone.data<float>();
        gone.Dispose();
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => gone.add(1));
        Assert.Throws<ObjectDisposedException>(() => ones(1).add(gone));
        Assert.Throws<ObjectDisposedException>(() => cat([ones(1), gone]));
        Assert.Throws<ObjectDisposedException>(() => gone.shape);
        Assert.Throws<ObjectDisposedException>(() => gone.grad);
        Assert.Throws<ObjectDisposedException>(() => gone.backward());
        Assert.Throws<ObjectDisposedException>(() => gone.alias());
        Assert.Throws<ObjectDisposedException>(() => gone.Handle);
        Assert.Throws<ObjectDisposedException>(() => data[0]);
        Assert.Throws<ObjectDisposedException>(() => data.ToArray());
        Assert.Equal("", gone.ToString());
    }

    [Fact]
    public void Disposal_during_calls_on_other_threads_is_safe()
    {
        var before = Tensor.TotalCount;
        for (var round = 0; round < 300; round++)
        {
            var shared = ones(64);
            var user = new Thread(() =>
            {
                try
                {
                    for (var i = 0; i < 50; i++)
                        shared.add(1).Dispose();
                }
                catch (ObjectDisposedException)
                {
                }
            });
            user.Start();
            shared.Dispose();
            user.Join();
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void An_alias_lives_on_its_own()
    {
        var first = ones(1);
        var second = first.alias();
        first.Dispose();
        Assert.Equal(1f, second.item<float>());
    }
}
