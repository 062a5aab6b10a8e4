using SerLab.Models;

namespace SerLab.Tests.Models;

/// <summary>Listening frame by frame, and the shares of the steps.</summary>
public sealed class RecurrentStreamTests
{
    private const int Inputs = 3, Classes = 4, Frames = 37;
    private static readonly int[] RaggedPieces = [1, 5, 0, 2, 11, 1, 1, 7, 3, 6];

    [Theory]
    [InlineData("rnn", 1, TimePooling.Mean, 1)]
    [InlineData("rnn", 2, TimePooling.Last, 3)]
    [InlineData("rnn relu", 1, TimePooling.MeanDeviation, 1, false, 3, 1)]
    [InlineData("gru", 1, TimePooling.Attention, 1)]
    [InlineData("gru", 2, TimePooling.MeanDeviation, 3, true, 5, 1)]
    [InlineData("gru", 2, TimePooling.Last, 1, true, 3, 2)]
    [InlineData("lstm", 1, TimePooling.Last, 1)]
    [InlineData("lstm", 2, TimePooling.Attention, 3)]
    [InlineData("lstm", 2, TimePooling.Mean, 3, true, 5, 2)]
    [InlineData("lstm", 1, TimePooling.Attention, 1, false, 1, 4)]
    [InlineData("lstm peepholes", 2, TimePooling.MeanDeviation, 1)]
    [InlineData("lstm peepholes", 1, TimePooling.Attention, 3, true, 3, 2)]
    public void A_stream_says_of_every_beginning_what_that_recording_alone_says(string cell, int layers, TimePooling pooling, int frameStep, bool norm = false, int width = 0, int stride = 1)
    {
        var classifier = Classifier(cell, new(7, layers, false, pooling, frameStep, LayerNorm: norm, Convolution: width == 0 ? null : new(5, width, stride, 2)), members: 2);
        var recording = Recording();
        RecurrentStream stream = classifier.OpenStream(), ragged = classifier.OpenStream();
        var heard = new List<double[]>();
        for (var frames = 1; frames <= Frames; frames++)
        {
            stream.Hear(recording.Slice(frames - 1, 1));
            heard.Add(Score(stream));
            var alone = RecurrentTasks.Score(classifier, recording.Slice(0, frames), Classes);
            for (var c = 0; c < Classes; c++) Assert.Equal(alone[c], heard[^1][c], 1e-5);
        }

        foreach (var piece in RaggedPieces)
        {
            ragged.Hear(recording.Slice((int)ragged.Frames, piece));
            Assert.Equal(heard[(int)ragged.Frames - 1], Score(ragged));
        }
    }

    [Fact]
    public void What_is_all_but_impossible_keeps_a_finite_logarithm()
    {
        var shape = new RecurrentShape(ElmanCell.Tanh, new(4, Bidirectional: false, FrameStep: 1), Inputs, Classes);
        var weights = new float[shape.ParameterCount];
        shape.Head.Bias.In(weights.AsSpan())[2] = 2000; // exp(-2000) is 0 in double
        var classifier = new RecurrentClassifier([new RecurrentMember(shape, weights), new RecurrentMember(shape, weights)], []);
        var stream = classifier.OpenStream();
        stream.Hear(Recording());
        Assert.Equal([-2000, -2000, 0, -2000], RecurrentTasks.Score(classifier, Recording(), Classes));
        Assert.Equal([-2000, -2000, 0, -2000], Score(stream));
    }

    [Fact]
    public void A_network_that_hears_the_future_cannot_stream_and_says_what_to_do()
    {
        var wrong = Assert.Throws<InvalidOperationException>(() => Classifier("lstm", new(4)).OpenStream());
        Assert.Contains("train it with Bidirectional false", wrong.Message);
    }

    [Fact]
    public void A_stream_refuses_silence_and_frames_of_another_width()
    {
        var stream = Classifier("gru", new(4, Bidirectional: false)).OpenStream();
        Assert.Contains("at least one", Assert.Throws<InvalidOperationException>(() => Score(stream)).Message);
        Assert.Contains("2 features; this network was trained on 3", Assert.Throws<ArgumentException>(() => stream.Hear(new MatrixView(new float[4], 2, 2))).Message);
    }

    [Theory]
    [InlineData(1, 0, 37)]
    [InlineData(3, 0, 13)]
    [InlineData(3, 2, 4)] // 37 frames, 13 steps, 7 and 4 outputs
    public void Shares_of_the_steps_sum_to_one_and_are_those_that_the_score_is_made_of(int frameStep, int stride, int steps)
    {
        var settings = new RecurrentNetworkSettings(6, FrameStep: frameStep, Convolution: stride == 0 ? null : new(5, 3, stride, 2));
        var shape = new RecurrentShape(LstmCell.Plain, settings, Inputs, Classes);
        using var network = new SmallNetwork(shape, SmallNetwork.Draw(shape.ParameterCount, 0.9, new RandomSource(3).Open()));
        var classifier = new RecurrentClassifier([new RecurrentMember(shape, network.Weights)], []);
        var shares = classifier.Attention(Recording());
        Assert.Equal(steps, shares.Length);
        Assert.Equal(1, shares.Sum(), 1e-6);
        Assert.True(shares.Max() > 1.01 * shares.Min());

        // logits = head (sum_t share(t) h(t)), by hand from the last layer's outputs.
        network.Forward([FrameSteps.Average(Recording(), frameStep)]);
        var outputs = network.Top(steps);
        var logits = new double[Classes];
        for (var c = 0; c < Classes; c++)
        {
            logits[c] = network.Weights[shape.Head.Bias.Start + c];
            for (var i = 0; i < outputs.Length; i++)
                logits[c] += network.Weights[shape.Head.Weight.Start + c * shape.OutputWidth + i % shape.OutputWidth] * shares[i / shape.OutputWidth] * outputs[i];
        }

        LogMath.Normalise(logits);
        var score = RecurrentTasks.Score(classifier, Recording(), Classes);
        for (var c = 0; c < Classes; c++) Assert.Equal(logits[c], score[c], 1e-5);
    }

    [Fact]
    public void The_shares_of_an_ensemble_are_the_mean_of_its_members()
    {
        var settings = new RecurrentNetworkSettings(6, FrameStep: 1);
        float[] one = Classifier("gru", settings).Attention(Recording()), other = Classifier("gru", settings, firstMember: 1).Attention(Recording());
        var both = Classifier("gru", settings, members: 2).Attention(Recording());
        for (var t = 0; t < Frames; t++) Assert.Equal((one[t] + other[t]) / 2, both[t], 1e-7);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void Without_attention_all_steps_weigh_the_same_and_the_last_step_alone_has_no_shares()
    {
        Assert.All(Classifier("rnn", new(4, Pooling: TimePooling.Mean, FrameStep: 1)).Attention(Recording()), share => Assert.Equal(1.0 / Frames, share, 1e-7));
        var wrong = Assert.Throws<InvalidOperationException>(() => Classifier("rnn", new(4, Pooling: TimePooling.Last)).Attention(Recording()));
        Assert.Contains("train it with Pooling Attention", wrong.Message);
    }

    private static RecurrentClassifier Classifier(string cell, RecurrentNetworkSettings settings, int members = 1, int firstMember = 0)
    {
        var shape = new RecurrentShape(SmallNetwork.Cell(cell), settings, Inputs, Classes);
        float[] Weights(int member) => SmallNetwork.Draw(shape.ParameterCount, 0.5, new RandomSource(8).For("member", member).Open());
        return new([.. Enumerable.Range(firstMember, members).Select(member => new RecurrentMember(shape, Weights(member)))], []);
    }

    private static MatrixView Recording() => new(SmallNetwork.Draw(Frames * Inputs, 2, new RandomSource(6).Open()), Frames, Inputs);

    private static double[] Score(RecurrentStream stream)
    {
        var logPosterior = new double[Classes];
        stream.Score(logPosterior);
        return logPosterior;
    }
}
