using SerLab.Options;

namespace SerLab.Features;

/// <summary>Settings of a descriptor: one or more numbers measured of every frame.</summary>
public abstract record DescriptorOptions : Recipe
{
    /// <summary>Prepares for one sample rate.</summary>
    /// <exception cref="OptionsException">The settings do not suit the rate.</exception>
    public abstract IDescriptor Prepare(int sampleRateHz);
}

/// <summary>Measures the frames of a clip. Immutable: one instance serves every thread.</summary>
public interface IDescriptor
{
    /// <summary>The columns, in order.</summary>
    IReadOnlyList<DescriptorColumn> Columns { get; }

    /// <summary>Measures every frame; whatever the clip, the values are finite.</summary>
    /// <param name="analysis">The clip's workspace.</param>
    /// <param name="destination">Values, shape [frames x columns].</param>
    void Describe(ClipAnalysis analysis, Span<float> destination);
}

/// <summary>A number measured of every frame.</summary>
/// <param name="Name">What it is and its unit, as <see cref="ColumnNames"/> has it: <c>f0_st</c>, <c>mfcc_03_ln</c>.</param>
/// <param name="Formula">How it is computed, in words and symbols; a number in a name whose columns differ in nothing else is k, from 0.</param>
/// <param name="Source">Author and year, the full citation being in the remarks beside the code; "definition" where nobody needs to be named.</param>
/// <param name="VoicedOnly">True where the number means something in voiced frames only: other frames hold values interpolated between voiced ones, and functionals
/// pass them over.</param>
public sealed record DescriptorColumn(string Name, string Formula, string Source, bool VoicedOnly = false);
