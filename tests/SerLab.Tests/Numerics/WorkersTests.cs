namespace SerLab.Tests.Numerics;

public class WorkersTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 3)]
    [InlineData(3, 8)]
    public void Every_index_is_done_once_and_parallel_gives_what_serial_gives(int count, int threads)
    {
        var calls = new int[count];
        var results = new ulong[count];
        Workers.ForEach(count, threads, Work, CancellationToken.None);
        Assert.All(calls, times => Assert.Equal(1, times));
        Assert.Equal(Enumerable.Range(0, count).Select(i => new RandomSource(1).For("item", i).Open().NextBits()), results);

        void Work(int i)
        {
            Interlocked.Increment(ref calls[i]);
            results[i] = new RandomSource(1).For("item", i).Open().NextBits();
        }
    }

    [Fact]
    public void One_thread_is_the_callers_and_goes_in_order()
    {
        var order = new List<int>();
        var caller = Environment.CurrentManagedThreadId;
        Workers.ForEach(20, 1, i =>
        {
            Assert.Equal(caller, Environment.CurrentManagedThreadId);
            order.Add(i);
        }, CancellationToken.None);
        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public void Never_more_than_the_stated_number_at_once_and_never_fewer_while_there_is_work()
    {
        int inside = 0, most = 0;
        using var together = new Barrier(3);
        Workers.ForEach(30, 3, i =>
        {
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            // Three items are under way at once, or this would wait for ever.
            Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(20)));
            Interlocked.Decrement(ref inside);
        }, CancellationToken.None);
        Assert.Equal(3, most);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_surfaces_unchanged_and_stops_the_rest(int threads)
    {
        var thrown = new BadInputException("a.wav", "byte 44", "cut short; copy it again.");
        var done = 0;
        var caught = Assert.Throws<BadInputException>(() => Workers.ForEach(100_000, threads, i =>
        {
            if (i == 5) throw thrown;
            Interlocked.Increment(ref done);
        }, CancellationToken.None));
        Assert.Same(thrown, caught);
        Assert.Contains(nameof(An_exception_surfaces_unchanged_and_stops_the_rest), caught.StackTrace);
        Assert.InRange(done, 0, 99_999);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_stop_is_heard_before_the_next_item(int threads)
    {
        using var stop = new CancellationTokenSource();
        var done = 0;
        Assert.Throws<OperationCanceledException>(() => Workers.ForEach(1_000_000, threads, i =>
        {
            if (i == 10) stop.Cancel();
            Interlocked.Increment(ref done);
        }, stop.Token));
        Assert.InRange(done, 1, 999_999);
        Assert.Throws<OperationCanceledException>(() => Workers.ForEach(10, threads, _ => Assert.Fail("nothing may begin"), stop.Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stop_that_comes_with_the_last_item_changes_nothing(int threads)
    {
        using var stop = new CancellationTokenSource();
        using var last = new CountdownEvent(8);
        Workers.ForEach(9, threads, i =>
        {
            if (i < 8)
            {
                last.Signal();
                return;
            }

            Assert.True(last.Wait(TimeSpan.FromSeconds(20)));
            stop.Cancel();
        }, stop.Token);
        Assert.True(stop.IsCancellationRequested);
    }

    [Fact]
    public void No_thread_at_all_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Workers.ForEach(1, 0, _ => { }, CancellationToken.None));

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = Volatile.Read(ref most); now > seen; seen = Volatile.Read(ref most)) Interlocked.CompareExchange(ref most, now, seen);
    }
}
