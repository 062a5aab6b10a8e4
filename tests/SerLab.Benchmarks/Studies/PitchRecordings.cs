using System.Globalization;
using SerLab.Audio;
using SerLab.Features;

namespace SerLab.Benchmarks.Studies;

/// <summary>A recording with F0 read from the larynx.</summary>
/// <param name="Name">As of its file.</param>
/// <param name="Clip">The microphone channel.</param>
/// <param name="Truth">What the laryngograph says every 10 ms.</param>
internal sealed record PitchRecording(string Name, Clip Clip, IReadOnlyList<PitchTruth> Truth)
{
    /// <summary>The first two letters of the name.</summary>
    public string Speaker => Name[..2];

    /// <summary>Every recording of EMO-DB with a laryngograph, by name.</summary>
    public static IReadOnlyList<PitchRecording> All() =>
    [
        .. Directory.GetFiles(Path.Combine(SharedData.Emodb, "f0"), "*.csv").Order(StringComparer.Ordinal).Select(path =>
        {
            var name = Path.GetFileNameWithoutExtension(path);
            return new PitchRecording(name, AudioFile.Read(Path.Combine(SharedData.Emodb, "laryngograph", name + ".wav"), ChannelMix.Left), [.. File.ReadLines(path).Skip(1).Select(PitchTruth.Parse)]);
        }),
    ];
}

/// <summary>One line of the truth.</summary>
/// <param name="Seconds">Time.</param>
/// <param name="Hz">F0; 0 is unvoiced.</param>
/// <param name="Reliable">A second method agrees.</param>
internal readonly record struct PitchTruth(double Seconds, double Hz, bool Reliable)
{
    /// <summary>Does the frame count for the voicing error?</summary>
    public bool Scored => Reliable || Hz == 0;

    /// <summary>The frame of our grid that is nearest, as ../shared/peers/score_f0.py finds it.</summary>
    public int Frame(int frameCount) => Math.Clamp((int)Math.Round(Seconds * FrameGrid.FramesPerSecond - 0.5, MidpointRounding.ToEven), 0, frameCount - 1);

    public static PitchTruth Parse(string line)
    {
        var cells = line.Split(',');
        return new PitchTruth(double.Parse(cells[0], CultureInfo.InvariantCulture), double.Parse(cells[1], CultureInfo.InvariantCulture), cells[2] == "1");
    }
}
