using BenchmarkDotNet.Attributes;
using SerLab.Audio;
using SerLab.Corpora;
using SerLab.Enhancement;
using SerLab.Features;
using SerLab.Features.Pitch;
using SerLab.Features.Sets;
using SerLab.Numerics;

namespace SerLab.Benchmarks;

/// <summary>The front end on one thread: seconds of audio over the seconds shown are times real time. Ratios on real speech: study front-end-speed.</summary>
public class SignalBenchmark
{
    /// <summary>Ten seconds: eight utterances of the demo corpus joined.</summary>
    private Clip speech = null!;
    private Clip speech48 = null!;
    private IFeatureExtractor mfcc = null!, logMel = null!, lowLevel = null!, prosody = null!, compact = null!, wide = null!;
    private PitchTracker pitch = null!;
    private IEnhancer twoPass = null!, streaming = null!;
    private Resampler resampler = null!;
    private RealFft fft = null!;
    private float[] frame = [], real = [], imaginary = [], scratch = [];

    [GlobalSetup]
    public void Prepare()
    {
        const int Rate = 16000;
        float[] samples = [.. new DemoCorpusOptions().Load().Utterances.Take(8).SelectMany(utterance => utterance.Read(ChannelMix.Mean).Samples.ToArray()).Take(10 * Rate)];
        (speech, speech48) = (new Clip(samples, Rate), new Resampler(Rate, 48000).Resample(new Clip(samples, Rate)));
        (mfcc, logMel, lowLevel) = (new MfccSetOptions().Prepare(Rate), new LogMelSetOptions().Prepare(Rate), new LowLevelSetOptions().Prepare(Rate));
        (prosody, compact, wide) = (new ProsodySetOptions().Prepare(Rate), new CompactSetOptions().Prepare(Rate), new WideSetOptions().Prepare(Rate));
        (twoPass, streaming) = (new OmlsaOptions().Prepare(Rate), new OmlsaOptions(DenoiserMode.Streaming).Prepare(Rate));
        (pitch, resampler) = (new PitchTracker(new PitchTrackerOptions(), Rate), new Resampler(48000, Rate));
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
    public Clip Omlsa() => twoPass.Enhance(speech);

    [Benchmark]
    public Clip OmlsaStreaming() => streaming.Enhance(speech);

    [Benchmark]
    public FeatureValues Mfcc() => mfcc.Extract(speech);

    [Benchmark]
    public FeatureValues LogMel() => logMel.Extract(speech);

    [Benchmark]
    public FeatureValues LowLevel() => lowLevel.Extract(speech);

    [Benchmark]
    public FeatureValues Prosody() => prosody.Extract(speech);

    [Benchmark]
    public FeatureValues Compact() => compact.Extract(speech);

    [Benchmark]
    public FeatureValues Wide() => wide.Extract(speech);
}
