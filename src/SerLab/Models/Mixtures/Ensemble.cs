using SerLab.Numerics;
using SerLab.Options;

namespace SerLab.Models.Mixtures;

/// <summary>Several densities of one class, fitted from independent starts: their names, their chance, their common likelihood.</summary>
/// <remarks>
/// EM ends in the optimum that is nearest to its start, so one fit is one draw. The mean of the fits' likelihoods leaves less to the draw, and its logarithm is at least the mean of the
/// fits' logarithms (Jensen's inequality). Averaged mixtures: D. Ormoneit and V. Tresp,
/// "Averaging, maximum penalized likelihood and Bayesian estimation for improving Gaussian mixture probability density estimates",
/// IEEE Trans. Neural Networks 9(4), 1998; theirs see resampled frames and are averaged frame by frame. Here all see the same frames, and what is averaged is the likelihood of an
/// utterance, which a hidden Markov model has too.
/// </remarks>
internal static class Ensemble
{
    private const int Most = 64;

    /// <summary>Adds a problem unless the number of members can work.</summary>
    public static Problems Check(int members, Problems problems) =>
        problems.Unless(members is >= 1 and <= Most, $"Members is {members}; use 1 (a single model per class) to {Most}, such as 5.");

    /// <summary>Where a member's chance comes from; the first has the class's own, so a model alone is the first of many.</summary>
    /// <param name="ofClass">The class's chance.</param>
    /// <param name="member">The member, from 0.</param>
    public static RandomSource Chance(RandomSource ofClass, int member) => member == 0 ? ofClass : ofClass.For("member", member);

    /// <summary>What the names of a member's arrays begin with: class2, class2.member1, class2.member2.</summary>
    /// <param name="classIndex">The class.</param>
    /// <param name="member">The member, from 0.</param>
    public static string Prefix(int classIndex, int member) => member == 0 ? $"class{classIndex}" : $"class{classIndex}.member{member}";

    /// <summary>log of the mean over members of exp(values[i]).</summary>
    /// <param name="values">What each member counts an utterance as: effective frames x mean log-likelihood per frame, shape [members].</param>
    public static double Mean(ReadOnlySpan<double> values) => LogMath.LogSumExp(values) - Math.Log(values.Length);
}
