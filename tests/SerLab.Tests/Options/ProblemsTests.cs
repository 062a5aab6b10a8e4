namespace SerLab.Tests.Options;

public class ProblemsTests
{
    [Fact]
    public void A_recipe_without_a_problem_is_valid() => new ToneOptions().Validate();

    [Fact]
    public void One_problem_is_one_sentence_after_its_subject()
    {
        var wrong = Assert.Throws<OptionsException>(() => new ToneOptions(FrequencyHz: -3).Validate());
        Assert.Equal("tone: FrequencyHz is -3; use a frequency above 0.", wrong.Message);
    }

    [Fact]
    public void Several_problems_come_together_in_the_order_found()
    {
        var wrong = Assert.Throws<OptionsException>(() => new ToneOptions(FrequencyHz: 0, Partials: 65).Validate());
        Assert.Equal(["FrequencyHz is 0; use a frequency above 0.", "Partials is 65; use 1 to 64."], wrong.Problems);
        Assert.Equal("tone: 2 problems\n  - FrequencyHz is 0; use a frequency above 0.\n  - Partials is 65; use 1 to 64.", wrong.Message);
    }

    [Fact]
    public void Problems_of_a_part_carry_its_place_and_kind_however_deep()
    {
        var wrong = Assert.Throws<OptionsException>(() => new MixOptions([new ToneOptions(), new MixOptions([new ToneOptions(Partials: 0)])]).Validate());
        Assert.Equal(["Parts[1] (mix): Parts[0] (tone): Partials is 0; use 1 to 64."], wrong.Problems);
    }

    [Fact]
    public void A_part_that_is_absent_has_no_problems() => Assert.Empty(new Problems("a").Include("Room", null).Found);

    [Fact]
    public void The_text_of_a_problem_is_built_only_when_it_is_needed()
    {
        var built = 0;
        var problems = new Problems("a").Unless(true, $"{Count()}").Unless(false, $"number {Count():00}");
        Assert.Equal(1, built);
        Assert.Equal(["number 01"], problems.Found);

        int Count() => ++built;
    }

    [Fact]
    public void Numbers_in_problems_are_written_alike_in_every_culture() =>
        Assert.Equal(["0.5 is too little"], new Problems("a").Unless(false, $"{0.5} is too little").Found);

    [Fact]
    public void Bad_input_names_the_file_the_place_and_the_cure()
    {
        Assert.Equal("a.wav (byte 44): cut short; copy it again.", new BadInputException("a.wav", "byte 44", "cut short; copy it again.").Message);
        Assert.Equal("a.wav: empty; copy it again.", new BadInputException("a.wav", null, "empty; copy it again.").Message);
    }
}
