using SerLab.Models;

namespace SerLab.Tests.Models;

public sealed class TrainingSetTests
{
    [Fact]
    public void A_value_that_is_not_finite_is_refused_with_its_place()
    {
        var wrong = Assert.Throws<BadInputException>(() => new TrainingSet([Toys.Row(1, 2), Toys.Frames(2, 1, 2, 3, float.NaN)], [0, 1], [0, 0], 2));
        Assert.Contains("example 1, frame 1, feature 1", wrong.Message);
        Assert.Contains("repair or drop the recording", wrong.Message);
    }

    [Fact]
    public void An_empty_class_is_refused_with_a_cure()
    {
        var wrong = Assert.Throws<BadInputException>(() => new TrainingSet([Toys.Row(1), Toys.Row(2)], [0, 2], [0, 0], 3));
        Assert.Contains("class 1", wrong.Message);
        Assert.Contains("leave the class out of the label map", wrong.Message);
    }

    [Fact]
    public void Examples_of_unequal_width_or_without_frames_are_refused()
    {
        Assert.Throws<BadInputException>(() => new TrainingSet([Toys.Row(1), Toys.Row(2, 3)], [0, 1], [0, 0], 2));
        Assert.Throws<BadInputException>(() => new TrainingSet([Toys.Row(1), new MatrixView(Array.Empty<float>(), 0, 1)], [0, 1], [0, 0], 2));
        Assert.Throws<BadInputException>(() => new TrainingSet([], [], [], 2));
    }

    [Fact]
    public void A_subset_keeps_the_number_of_classes()
    {
        var set = Toys.Separable(ExampleInput.Functionals);
        Assert.Equal([16, 12, 8], set.CountPerClass());
        Assert.Equal(3, set.Subset([0, 1, 2, 5]).ClassCount);
        Assert.Throws<BadInputException>(() => set.Subset([0, 1]));
    }

    [Fact]
    public void Altered_copies_are_told_from_originals_also_in_a_subset()
    {
        var set = new TrainingSet([Toys.Row(1), Toys.Row(2), Toys.Row(3), Toys.Row(1.5f), Toys.Row(2.5f), Toys.Row(1.6f)], [0, 1, 0, 0, 1, 0], [0, 1, 2, 0, 1, 0], 2) { Sources = [0, 1, 2, 0, 1, 0] };
        Assert.Equal([0, 1, 2], set.Originals);
        var some = set.Subset([1, 0, 3, 5]);
        Assert.Equal([1, 0, 0, 0], some.Sources);
        Assert.Equal([0, 1], some.Originals);
        Assert.Equal([0, 1, 2, 3], Toys.Separable(ExampleInput.Functionals).Originals.Take(4));
    }
}
