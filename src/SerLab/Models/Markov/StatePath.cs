namespace SerLab.Models.Markov;

/// <summary>The most probable path of states through a sequence: what a figure over time draws.</summary>
/// <param name="States">State of each frame, from 0, shape [frames].</param>
/// <param name="LogLikelihood">log of the joint density of the path and the frames.</param>
public sealed record StatePath(IReadOnlyList<int> States, double LogLikelihood)
{
    /// <summary>The stretches in one state, in order; their lengths are the durations.</summary>
    public IReadOnlyList<StateVisit> Visits()
    {
        var visits = new List<StateVisit>();
        for (var t = 0; t < States.Count; t++)
        {
            if (t > 0 && States[t] == States[t - 1]) visits[^1] = visits[^1] with { FrameCount = visits[^1].FrameCount + 1 };
            else visits.Add(new StateVisit(States[t], t, 1));
        }

        return visits;
    }
}

/// <summary>A stretch of frames in one state.</summary>
/// <param name="State">The state, from 0.</param>
/// <param name="FirstFrame">Where it begins.</param>
/// <param name="FrameCount">How long it is, frames.</param>
public readonly record struct StateVisit(int State, int FirstFrame, int FrameCount);
