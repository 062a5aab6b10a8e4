using SerLab.Metrics;

namespace SerLab.Tests.Metrics;

public sealed class ConfusionMatrixTests
{
    private static readonly string[] Names = ["anger", "joy", "neutral"];

    // Rows actual, columns predicted: 4 1 0 / 2 3 0 / 0 1 9, written out utterance by utterance.
    private static readonly int[] Actual = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2];
    private static readonly int[] Predicted = [0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2];

    [Fact]
    public void Rows_are_actual_classes_and_columns_predicted_ones()
    {
        var matrix = ConfusionMatrix.Of(Actual, Predicted, Names);
        Assert.Equal([4, 1, 0], matrix.Counts[0]);
        Assert.Equal([2, 3, 0], matrix.Counts[1]);
        Assert.Equal([0, 1, 9], matrix.Counts[2]);
        Assert.Equal(2, matrix.GetCountForClassPair(predictedClassIndicator: 0, actualClassIndicator: 1));
        Assert.Equal(1, matrix.GetCountForClassPair(predictedClassIndicator: 1, actualClassIndicator: 0));
    }

    [Fact]
    public void Scores_follow_from_the_counts_by_hand()
    {
        var matrix = ConfusionMatrix.Of(Actual, Predicted, Names);
        Assert.Equal((0.8 + 0.6 + 0.9) / 3, matrix.MacroAccuracy, 15);
        Assert.Equal(16.0 / 20, matrix.MicroAccuracy, 15);
        Assert.Equal([4.0 / 6, 3.0 / 5, 1], matrix.PerClassPrecision);
        double[] f1 = [8.0 / 11, 6.0 / 10, 18.0 / 19];
        Assert.Equal(f1, matrix.PerClassF1);
        Assert.Equal(f1.Average(), matrix.MacroF1, 15);
        Assert.Equal((5 * f1[0] + 5 * f1[1] + 10 * f1[2]) / 20, matrix.WeightedF1, 15);
    }

    [Fact]
    public void A_class_that_does_not_occur_has_no_recall_and_does_not_pull_the_mean_down()
    {
        var matrix = ConfusionMatrix.Of([0, 0, 1, 1], [0, 0, 1, 0], Names);
        Assert.True(double.IsNaN(matrix.PerClassRecall[2]));
        Assert.True(double.IsNaN(matrix.PerClassPrecision[2]));
        Assert.True(double.IsNaN(matrix.PerClassF1[2]));
        Assert.Equal(0.75, matrix.MacroAccuracy, 15);
        Assert.Equal((4.0 / 5 + 2.0 / 3) / 2, matrix.MacroF1, 15);
    }

    [Fact]
    public void Chance_is_one_over_classes_for_a_majority_guess_however_unequal_the_classes() =>
        Assert.Equal(1.0 / 3, ConfusionMatrix.Of(Actual, [.. Actual.Select(_ => 2)], Names).MacroAccuracy, 15);

    [Fact]
    public void The_text_table_names_the_classes()
    {
        var text = ConfusionMatrix.Of(Actual, Predicted, Names).GetFormattedConfusionTable();
        Assert.Equal(
            """
            actual \ predicted    anger      joy  neutral  recall
            anger                     4        1        0   0.800
            joy                       2        3        0   0.600
            neutral                   0        1        9   0.900
            precision             0.667    0.600    1.000

            """,
            text);
    }

    [Theory]
    [InlineData(new[] { 0, 1 }, new[] { 0 }, "one value per utterance")]
    [InlineData(new[] { 0, 3 }, new[] { 0, 0 }, "use 0 to 2")]
    [InlineData(new[] { 0, 0 }, new[] { 0, -1 }, "use 0 to 2")]
    [InlineData(new int[0], new int[0], "at least one")]
    public void Refuses_what_cannot_be_counted_and_says_what_to_give(int[] actual, int[] predicted, string cure) =>
        Assert.Contains(cure, Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of(actual, predicted, Names)).Message, StringComparison.Ordinal);
}
