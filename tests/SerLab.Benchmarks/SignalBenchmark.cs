using BenchmarkDotNet.Attributes;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Sets;
using SerLab.Numerics;

namespace SerLab.Benchmarks;

/// <summary>The front end on one thread: seconds of audio over the seconds shown are times real time.</summary>
public class SignalBenchmark
{
    /// <summary>Ten seconds: five utterances of the demo corpus joined.</summary>
    private Clip speech = null!;
    private Clip speech48 = null!;
    private IFeatureExtractor mfcc = null!, prosody = null!, functionals = null!;
    private PitchTracker pitch = null!;
    private IEnhancer denoiser = null!;
    private Resampler resampler = null!;
    private RealFft fft = null!;
    private float[] frame = [], real = [], imaginary = [], scratch = [];

    [GlobalSetup]
    public void Prepare()
    {
        const int Rate = 16000;
        float[] samples = [.. new DemoCorpusOptions().Load().Utterances.Take(8).SelectMany(utterance => utterance.Read(ChannelMix.Mean).Samples.ToArray()).Take(10 * Rate)];
        (speech, speech48) = (new Clip(samples, Rate), new Resampler(Rate, 48000).Resample(new Clip(samples, Rate)));
        (mfcc, prosody, functionals) = (new MfccSetOptions().Prepare(Rate), new ProsodySetOptions().Prepare(Rate), new WideSetOptions().Prepare(Rate));
        (pitch, denoiser, resampler) = (new PitchTracker(new PitchTrackerOptions(), Rate), new MmseLogSpectralOptions().Prepare(Rate), new Resampler(48000, Rate));
        fft = new RealFft(512);
        (frame, real, imaginary, scratch) = (samples[..512], new float[fft.BinCount], new float[fft.BinCount], new float[fft.ScratchLength]);
    }

    [Benchmark]
    public void Fft512() => fft.Forward(frame, real, imaginary, scratch);

    [Benchmark]
    public Clip Resample48To16() => resampler.Resample(speech48);

    [Benchmark]
    public PitchTrack Pitch() => pitch.Track(speech);

    [Benchmark]
    public Clip Denoise() => denoiser.Enhance(speech);

    [Benchmark]
    public FeatureValues Mfcc() => mfcc.Extract(speech);

    [Benchmark]
    public FeatureValues Prosody() => prosody.Extract(speech);

    [Benchmark]
    public FeatureValues Functionals() => functionals.Extract(speech);
}
