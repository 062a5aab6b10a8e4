using System.Globalization;
using SerLab.Audio;
using SerLab.Features;
using SerLab.Features.Pitch;

namespace SerLab.Tests.Features;

/// <summary>The pitch tracker on real emotional speech, against F0 read from the larynx; scored as ../shared/peers/score_f0.py does.</summary>
public sealed class LaryngographTests
{
    [SharedFact]
    public void Tracks_the_pitch_of_emotional_speech_better_than_Praat()
    {
        var tracker = new PitchTracker(new PitchTrackerOptions(), 16000);
        int gross = 0, both = 0, wrong = 0, frames = 0;
        var fine = new List<double>();
        foreach (var path in Directory.GetFiles(Path.Combine(Shared.EmoDb, "f0"), "*.csv").Order(StringComparer.Ordinal))
        {
            var track = tracker.Track(PcmFile.Read(Path.Combine(Shared.EmoDb, "laryngograph", Path.GetFileNameWithoutExtension(path) + ".wav"), channel: 0));
            foreach (var line in File.ReadLines(path).Skip(1))
            {
                var cells = line.Split(',');
                double time = double.Parse(cells[0], CultureInfo.InvariantCulture), truth = double.Parse(cells[1], CultureInfo.InvariantCulture);
                var reliable = cells[2] == "1";
                double hz = track.Hz[Math.Clamp((int)Math.Round(time * FrameGrid.FramesPerSecond - 0.5, MidpointRounding.ToEven), 0, track.Hz.Length - 1)];
                if (reliable && hz > 0)
                {
                    both++;
                    if (Math.Abs(hz - truth) > 0.2 * truth) gross++;
                    else fine.Add(1200 * Math.Abs(Math.Log2(hz / truth)));
                }

                if (!reliable && truth > 0) continue;
                frames++;
                if (hz > 0 != truth > 0) wrong++;
            }
        }

        fine.Sort();
        // Praat's autocorrelation tracker on all recordings: 1.91 %, 11.0 %, 13.9 cents (../shared/corpora/README.md). Study pitch-truth also scores held-out speakers.
        Assert.InRange(100.0 * gross / both, 0, 1.2);
        Assert.InRange(100.0 * wrong / frames, 0, 8.0);
        Assert.InRange(fine[fine.Count / 2], 0, 10.0);
    }
}
