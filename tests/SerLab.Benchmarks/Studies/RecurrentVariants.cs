namespace SerLab.Benchmarks.Studies;

/// <summary>The rows of the study recurrent-ingredients, in the order in which the recipe was found: each group changes one thing of its first row.</summary>
internal static class RecurrentVariants
{
    private const string Rich =
        """{ "kind": "custom", "descriptors": ["mfcc", "f0", "energy", "zero-crossings", "spectral-shape", "formants", "voice-quality", "harmonicity", "sharpness"], "deltaOrder": 1 }""";

    // The first group's recipe: the settings as they were, but all training speakers learn.
    private const string First = """ "validationShare": 0, "schedule": "cosine", "averageBest": 1""", Averaged = """ "validationShare": 0, "schedule": "constant", "averageBest": 10""";
    private const string Short = """ "validationShare": 0, "schedule": "constant", "averageBest": 6, "epochs": 20""";
    private const string Lld = "\"lld\"", Speaker = "speaker-z", Copies = """{ "kinds": ["speed", "pitch"], "copies": 2 }""";

    /// <summary>Models as JSON.</summary>
    public static string[] Rows { get; } =
    [
        Of("A: lld, cosine", Lld, First, """ "inputShift": 0.35"""),
        Of("A, one speaker held in for stopping", Lld, """ "validationShare": 0.15, "schedule": "cosine", "averageBest": 1""", """ "inputShift": 0.35"""),
        Of("A, logmel", "\"logmel\"", First, """ "inputShift": 0.35"""),
        Of("A, mfcc", "\"mfcc\"", First, """ "inputShift": 0.35"""),
        Of("A, convolution in front", Lld, First, """ "inputShift": 0.35, "convolution": {}"""),
        Of("A, mean and deviation", Lld, First, """ "inputShift": 0.35, "pooling": "mean-deviation" """),
        Of("A, recurrent dropout 0.25", Lld, First, """ "inputShift": 0.35, "recurrentDropout": 0.25"""),
        Of("A, dropout 0.6", Lld, First, """ "inputShift": 0.35, "dropout": 0.6"""),
        Of("A, 128 units", Lld, First, """ "inputShift": 0.35, "hidden": 128"""),
        Of("A, 2 layers", Lld, First, """ "inputShift": 0.35, "layers": 2"""),
        Of("A, shift 0.7", Lld, First, """ "inputShift": 0.7"""),
        Of("A, shift 0", Lld, First, """ "inputShift": 0"""),
        Of("A, mixup 0.3", Lld, First + """, "mixup": 0.3""", """ "inputShift": 0.35"""),
        Of("A, masking", Lld, First + """, "masking": {}""", """ "inputShift": 0.35"""),
        Of("B: A with shift 0.15", Lld, First),
        Of("B, steps of 2 frames", Lld, First, """ "inputShift": 0.15, "frameStep": 2"""),
        Of("B, chunks of 50 steps", Lld, First + """, "chunkSteps": 50"""),
        Of("B, five members", Lld, First + """, "members": 5"""),
        Of("B, richer frames", Rich, First),
        Of("B, constant rate, last 10 averaged", Lld, Averaged),
        Of("C: richer frames, averaged", Rich, Averaged),
        Of("C, 128 units", Rich, Averaged, """ "inputShift": 0.15, "hidden": 128"""),
        Of("C, mean for attention", Rich, Averaged, """ "inputShift": 0.15, "pooling": "mean" """),
        Of("C, no label smoothing", Rich, Averaged + """, "labelSmoothing": 0"""),
        Of("C, GRU", Rich, Averaged, kind: "gru"),
        Of("C, RNN", Rich, Averaged, kind: "rnn"),
        Of("C, speed and pitch, 2 copies", Rich, Short, augment: Copies),
        Of("C, speed and pitch, 4 copies", Rich, """ "validationShare": 0, "schedule": "constant", "averageBest": 5, "epochs": 14""", augment: """{ "kinds": ["speed", "pitch"], "copies": 4 }"""),
        Of("C, z", Rich, Averaged, normalisation: "z"),
        Of("C, z, shift 0.35", Rich, Averaged, """ "inputShift": 0.35""", normalisation: "z"),
        Of("C, z, speed and pitch", Rich, Short, normalisation: "z", augment: Copies),
        Of("C, z, shift 0.35, speed and pitch", Rich, Short, """ "inputShift": 0.35""", normalisation: "z", augment: Copies),
    ];

    private static string Of(
        string name, string features, string training, string network = """ "inputShift": 0.15""", string kind = "lstm", string normalisation = Speaker, string? augment = null) =>
        $$"""
        { "name": "{{name}}", "features": {{features}}, "normalisation": "{{normalisation}}", {{(augment is null ? "" : $"\"augment\": {augment},")}}
          "classifier": { "kind": "{{kind}}", "network": { {{network}} }, "training": { {{training}} } } }
        """;
}
