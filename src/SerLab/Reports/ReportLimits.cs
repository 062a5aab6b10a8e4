namespace SerLab.Reports;

/// <summary>How much sound a report may hold, so that it stays a file one can mail.</summary>
/// <param name="MaxClips">Most clips embedded.</param>
/// <param name="MaxAudioMegabytes">Most sound embedded, megabytes (10^6 bytes) of the file.</param>
/// <param name="MistakesOfBest">Most mistakes shown of the best model.</param>
/// <param name="MistakesOfOthers">Most mistakes shown of each other model.</param>
public sealed record ReportLimits(int MaxClips = 40, double MaxAudioMegabytes = 6, int MistakesOfBest = 24, int MistakesOfOthers = 6);
