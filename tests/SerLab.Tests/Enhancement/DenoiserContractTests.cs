using System.Buffers;
using SerLab.Audio;
using SerLab.Enhancement;

namespace SerLab.Tests.Enhancement;

/// <summary>What every denoiser keeps to in both modes; the catalog brings new ones here by itself.</summary>
public sealed class DenoiserContractTests
{
    private static readonly float[] Noisy = MadeSound.Mix(MadeSound.Syllables(0.75), MadeSound.WhiteNoise(12000, 1), 10);

    public static TheoryData<string, DenoiserMode> Kinds
    {
        get
        {
            var rows = new TheoryData<string, DenoiserMode>();
            foreach (var entry in Catalog.BuiltIn.KindsOf(typeof(DenoiserOptions)))
                foreach (var mode in Enum.GetValues<DenoiserMode>())
                    rows.Add(entry.Name, mode);
            return rows;
        }
    }

    public static TheoryData<string> Names => [.. Catalog.BuiltIn.KindsOf(typeof(DenoiserOptions)).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_gives_the_same_bits_for_blocks_of_any_size(string kind)
    {
        var denoiser = Options(kind, DenoiserMode.Streaming).Prepare(MadeSound.RateHz);
        var chance = new RandomSource(11).For(kind).Open();
        foreach (var count in new[] { 0, 1, 127, 128, 129, 511, 512, 513, 12000 })
        {
            var made = new ArrayBufferWriter<float>();
            var stream = denoiser.Open();
            for (var at = 0; at < count;)
            {
                var block = Math.Min(count - at, (int)(chance.NextDouble() * chance.NextDouble() * 3000));
                stream.Push(Noisy.AsSpan(at, block), made);
                at += block;

                // Delayed by the stated latency, and by nothing else.
                Assert.InRange(made.WrittenCount, at - denoiser.LatencySeconds * MadeSound.RateHz, at);
            }

            stream.Finish(made);
            Assert.Equal(denoiser.Enhance(MadeSound.ToClip(Noisy[..count])).Samples.ToArray(), made.WrittenSpan.ToArray());
            Assert.Throws<InvalidOperationException>(() => stream.Push([1], made));
            Assert.Throws<InvalidOperationException>(() => stream.Finish(made));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Does_not_hear_what_comes_later_than_the_latency(string kind)
    {
        var denoiser = Options(kind, DenoiserMode.Streaming).Prepare(MadeSound.RateHz);
        var changed = Noisy.ToArray();
        Array.Clear(changed, 6000, 6000);
        var (one, other) = (denoiser.Enhance(MadeSound.ToClip(Noisy)).Samples, denoiser.Enhance(MadeSound.ToClip(changed)).Samples);
        var same = 6000 - (int)(denoiser.LatencySeconds * MadeSound.RateHz);
        Assert.Equal(one[..same].ToArray(), other[..same].ToArray());
        Assert.NotEqual(one[same..].ToArray(), other[same..].ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keeps_length_silence_and_level_at_any_rate(string kind, DenoiserMode mode)
    {
        foreach (var rateHz in new[] { 8000, 48000 })
        {
            var denoiser = Options(kind, mode).Prepare(rateHz);
            Assert.Equal(0, denoiser.Enhance(new Clip(ReadOnlyMemory<float>.Empty, rateHz)).Samples.Length);
            Assert.Equal(1, denoiser.Enhance(new Clip(new[] { 0.5f }, rateHz)).Samples.Length);
            Assert.All(denoiser.Enhance(new Clip(new float[5000], rateHz)).Samples.ToArray(), sample => Assert.Equal(0, sample));
            var made = denoiser.Enhance(new Clip(Noisy, rateHz)).Samples.ToArray();
            var scaled = denoiser.Enhance(new Clip(Noisy.Select(sample => 1e-3f * sample).ToArray(), rateHz)).Samples.ToArray();
            Assert.Equal(Noisy.Length, made.Length);
            for (var i = 0; i < made.Length; i++) Assert.Equal(made[i], 1e3f * scaled[i], 1e-4f);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Turns_noise_down_and_keeps_a_tone_that_comes_and_goes(string kind, DenoiserMode mode)
    {
        // 1000 Hz for every other half second, 26 dB over white noise as a whole: some 50 dB over the noise in its bin.
        var tone = Enumerable.Range(0, 4 * MadeSound.RateHz).Select(i => i / 8000 % 2 == 1 ? (float)(0.2 * Math.Sin(2 * Math.PI * i / 16)) : 0).ToArray();
        var noise = MadeSound.WhiteNoise(tone.Length, 0.005);
        var made = Options(kind, mode).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip([.. tone.Zip(noise, (a, b) => a + b)])).Samples.ToArray();
        Assert.InRange(10 * Math.Log10(MadeSound.Energy(noise.AsSpan(49000, 6000)) / MadeSound.Energy(made.AsSpan(49000, 6000))), 9, 40);
        var within = 57000..63000;
        Assert.Equal(0, 10 * Math.Log10(MadeSound.Energy(made.AsSpan(within)) / MadeSound.Energy(tone.AsSpan(within))), 0.5);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Brings_speech_out_of_white_noise(string kind, DenoiserMode mode)
    {
        var speech = MadeSound.Syllables(3);
        var noisy = MadeSound.Mix(speech, MadeSound.WhiteNoise(speech.Length, 1), 5);
        Assert.InRange(MadeSound.SiSdrDb(speech, Options(kind, mode).Prepare(MadeSound.RateHz).Enhance(MadeSound.ToClip(noisy)).Samples.Span) - 5, 3, 20);
    }

    [Fact]
    public void States_the_latency_of_a_frame()
    {
        Assert.Equal(0.032, new OmlsaOptions().LatencySeconds(16000));
        Assert.Equal(2048 / 48000.0, new OmlsaOptions().LatencySeconds(48000));
        Assert.Equal(0.016, new WienerOptions(FrameSeconds: 0.016).Prepare(8000).LatencySeconds);
    }

    private static DenoiserOptions Options(string kind, DenoiserMode mode) => (DenoiserOptions)RecipeJson.BuiltIn.Read<EnhancerOptions>($"\"{kind}\"", "test") with { Mode = mode };
}
