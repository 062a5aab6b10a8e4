namespace SerLab.Benchmarks.Studies;

/// <summary>Processor time of this process: what other programs take does not count, what the runtime compiles and collects does.</summary>
internal static class CpuTime
{
    private const double LeastSeconds = 0.3;

    /// <summary>What an action takes, seconds.</summary>
    public static double Seconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    /// <summary>Amount of work per CPU second, over at least 0.3 of them.</summary>
    /// <param name="action">Does the work; is done again until the time is long enough.</param>
    /// <param name="amount">How much it is: seconds of audio, operations, bytes.</param>
    public static double Rate(Action action, double amount)
    {
        var spent = 0.0;
        var times = 0;
        for (; spent < LeastSeconds; times++) spent += Seconds(action);
        return times * amount / spent;
    }

    /// <summary>The value in the middle; the upper one of two.</summary>
    public static double Median(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);
}
