using System.Runtime.ExceptionServices;

namespace SerLab.Numerics;

/// <summary>The one way SerLab does things side by side: independent items, a bounded number of threads, no nesting.</summary>
public static class Workers
{
    /// <summary>Runs an action for every index 0 ... count - 1; which thread takes which item must not matter to the result.</summary>
    /// <param name="count">Number of items.</param>
    /// <param name="threads">Most threads at once, at least 1; 1 runs in order on the caller's thread.</param>
    /// <param name="action">What to do for one index; its first exception stops the rest and is thrown here unchanged.</param>
    /// <param name="cancel">Stops before the next item.</param>
    /// <exception cref="OperationCanceledException">Stopped by <paramref name="cancel"/>.</exception>
    public static void ForEach(int count, int threads, Action<int> action, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (threads == 1 || count <= 1)
        {
            for (var i = 0; i < count; i++)
            {
                cancel.ThrowIfCancellationRequested();
                action(i);
            }

            return;
        }

        // One item is taken at a time: utterances and fits differ in length by tens, so ranges would leave a thread idle at the end.
        var next = -1;
        Exception? first = null;
        var pool = new Thread[Math.Min(threads, count)];
        for (var t = 0; t < pool.Length; t++)
        {
            pool[t] = new Thread(Work, maxStackSize: 16 << 20) { IsBackground = true };
            pool[t].Start();
        }

        foreach (var thread in pool) thread.Join();
        if (first is not null) ExceptionDispatchInfo.Throw(first);
        if (next < count - 1) cancel.ThrowIfCancellationRequested(); // a stop that comes when all is done changes nothing, as on one thread

        void Work()
        {
            while (Volatile.Read(ref first) is null && !cancel.IsCancellationRequested)
            {
                var i = Interlocked.Increment(ref next);
                if (i >= count) return;
                try
                {
                    action(i);
                }
                catch (Exception wrong)
                {
                    Interlocked.CompareExchange(ref first, wrong, null);
                }
            }
        }
    }
}
