using System.Diagnostics;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Features.Sets;
using SerLab.Numerics;
using SerLab.Tables;

namespace SerLab.Benchmarks.Studies;

/// <summary>The table of EMO-DB's features on two threads over that on one, by the clock; and a loop of multiply-adds beside it, which says what the machine has to give.</summary>
internal static class FrontEndThreads
{
    private const int Rounds = 3;
    private const double Bar = 1.8;

    public static void Print()
    {
        var corpus = new EmoDbOptions(SharedData.Emodb).Load();
        var frontEnd = new FrontEnd(FrontEndItem.RateHz, ChannelMix.Mean, [], new WideSetOptions());
        List<double> table = [], loop = [];
        Build(2);
        for (var round = 0; round < Rounds; round++)
        {
            loop.Add(Seconds(() => Loop(1)) / Seconds(() => Loop(2)));
            table.Add(Seconds(() => Build(1)) / Seconds(() => Build(2)));
        }

        var (ours, machine) = (CpuTime.Median(table), CpuTime.Median(loop));
        var shared = machine < 1.9 ? "; other programs keep the machine busy: run it again on a quiet one" : "";
        Console.WriteLine(FormattableString.Invariant(
            $"Two cores over one, table of {corpus.Utterances.Count} utterances, wide: {ours:F2} x (bar {Bar:F1}); multiply-adds alone {machine:F2} x, of which the table has {ours / machine:P0}{shared}"));

        void Build(int threads) => new FeatureTableBuilder(threads, null, BadFilePolicy.Fail, null).Build(corpus, frontEnd, CancellationToken.None);
    }

    private static void Loop(int threads) => Workers.ForEach(2048, threads, _ => MachineLimit.MultiplyAdds(), CancellationToken.None);

    private static double Seconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalSeconds;
    }
}
