using System.Diagnostics;
using SerLab.Tables;

namespace SerLab.Cli;

/// <summary>Shows how far long work is: one line that is rewritten for a person, a line every few seconds for a log file.</summary>
public sealed class ProgressLine : IProgress<StageProgress>, IDisposable
{
    private const double PersonSeconds = 0.1, LogSeconds = 5;
    private readonly Terminal terminal;
    private readonly Lock turn = new();
    private readonly List<string> log = [];
    private readonly Stopwatch whole = Stopwatch.StartNew();
    private Stopwatch stage = Stopwatch.StartNew();
    private string stageName = "";
    private double lastShownSeconds = double.NegativeInfinity;

    /// <param name="terminal">Where it is shown.</param>
    public ProgressLine(Terminal terminal) => this.terminal = terminal;

    /// <summary>Every item that was reported, with the seconds since the start.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (turn) return [.. log];
        }
    }

    /// <summary>Shows a stage that only counts its items.</summary>
    /// <param name="stage">What is being done.</param>
    /// <param name="total">Items in all.</param>
    public IProgress<int> Counting(string stage, int total) => new Counter(this, stage, total);

    /// <inheritdoc/>
    public void Report(StageProgress value)
    {
        lock (turn)
        {
            log.Add($"{whole.Elapsed.TotalSeconds,9:F2} s  {value.Stage} {value.Done}/{value.Total}  {value.Item}");
            if (value.Stage != stageName) (stageName, stage, lastShownSeconds) = (value.Stage, Stopwatch.StartNew(), double.NegativeInfinity);
            var isLast = value.Done == value.Total;
            var now = whole.Elapsed.TotalSeconds;
            if (!isLast && now - lastShownSeconds < (terminal.IsInteractive ? PersonSeconds : LogSeconds)) return;
            lastShownSeconds = now;
            Show(value, isLast);
        }
    }

    /// <summary>Ends the line that is being rewritten.</summary>
    public void Dispose()
    {
        if (terminal.IsInteractive) terminal.Error.Write("\r\u001b[K");
        terminal.Error.Flush();
    }

    private void Show(StageProgress value, bool isLast)
    {
        var left = stage.Elapsed.TotalSeconds < 1 || value.Done == 0 ? "" : $", about {Clock(stage.Elapsed / value.Done * (value.Total - value.Done))} left";
        var text = $"{value.Stage} {value.Done}/{value.Total}  {value.Item}  ({Clock(whole.Elapsed)} so far{(isLast ? "" : left)})";
        if (!terminal.IsInteractive) terminal.Error.WriteLine(text);
        else terminal.Error.Write($"\r\u001b[K{(text.Length < terminal.Width ? text : text[..(terminal.Width - 1)])}{(isLast ? "\n" : "")}");
    }

    private static string Clock(TimeSpan time) => $"{(int)time.TotalMinutes}:{time.Seconds:D2}";

    private sealed class Counter(ProgressLine line, string stage, int total) : IProgress<int>
    {
        public void Report(int value) => line.Report(new StageProgress(stage, "", value, total));
    }
}
