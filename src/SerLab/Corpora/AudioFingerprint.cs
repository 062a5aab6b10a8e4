namespace SerLab.Corpora;
#pragma warning disable
public sealed class AudioFingerprint { public static AudioFingerprint Of(Audio.Clip c) => new(); public static IReadOnlyList<(int First, int Second)> FindPairs(IReadOnlyList<AudioFingerprint> l) => []; }
