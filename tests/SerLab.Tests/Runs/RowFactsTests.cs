using SerLab.Corpora;
using SerLab.Models;
using SerLab.Runs;
using SerLab.Tables;

namespace SerLab.Tests.Runs;

/// <summary>What models may be taught beside the label reaches them with the right rows.</summary>
public sealed class RowFactsTests
{
    private static readonly string[] Classes = ["anger", "fear", "joy"];

    [Fact]
    public void Votes_become_shares_per_class_and_a_missing_rest_is_spread_over_the_others()
    {
        TableRow[] rows =
        [
            Row("counts") with { Votes = new Dictionary<string, double> { ["joy"] = 1, ["anger"] = 3, ["elsewhere"] = 9 } },
            Row("share") with { Votes = new Dictionary<string, double> { ["anger"] = 0.8 } },
            Row("none"),
            Row("elsewhere") with { Votes = new Dictionary<string, double> { ["elsewhere"] = 4 } },
        ];
        var soft = RowFacts.Of(rows, Classes, new LstmOptions()).SoftLabels!;
        Assert.Equal([3, 0, 1], soft[0]!);
        Assert.Equal([0.8, 0.1, 0.1], soft[1]!.Select(share => Math.Round(share, 12)));
        Assert.Null(soft[2]);
        Assert.Null(soft[3]);
        Assert.Null(RowFacts.Of([Row("none")], Classes, new LstmOptions()).SoftLabels);
    }

    [Fact]
    public void The_second_task_is_gathered_only_for_a_model_that_asks_and_unknown_values_say_so()
    {
        TableRow[] rows = [Row("a", Gender.Female), Row("b", Gender.Unknown), Row("c", Gender.Male), Row("d", Gender.Female)];
        var asking = new LstmOptions { Training = new(Auxiliary: new(AuxiliaryTarget.Gender)) };
        var facts = RowFacts.Of(rows, Classes, asking);
        Assert.Equal((2, "0 -1 1 0"), (facts.Auxiliary!.ClassCount, string.Join(' ', facts.Auxiliary.Labels)));
        Assert.Equal(["d", "a", "d"], facts.At([3, 0, 3]).Ids);
        Assert.Equal([0, 0, 0], facts.At([3, 0, 3]).Auxiliary!.Labels);
        Assert.Null(RowFacts.Of(rows, Classes, new LstmOptions()).Auxiliary);
        Assert.Null(RowFacts.Of([Row("b", Gender.Unknown)], Classes, asking).Auxiliary);
    }

    [Fact]
    public void A_comparison_trains_a_second_task_and_refuses_one_that_nothing_tells()
    {
        Assert.InRange(Judge(AuxiliaryTarget.Speaker).MacroAccuracy, 0, 1);
        Assert.Contains("asks for the language", Assert.Throws<BadInputException>(() => Judge(AuxiliaryTarget.Language)).Message);

        static ModelResult Judge(AuxiliaryTarget target)
        {
            var recipe = new GruOptions { Network = new(Hidden: 4), Training = new(Epochs: 2, Auxiliary: new(target)) };
            var spec = Toy.Spec(new ModelSpec(new ZNormalisationOptions(), recipe) { Name = "GRU", Features = Toy.Gmm.Features });
            return Comparison.Run(spec, Toy.Settings(1)).Models.Single(model => model.Name == "GRU");
        }
    }

    private static TableRow Row(string id, Gender gender = Gender.Unknown) => new(id, "anger", "speaker", gender, "toy", null, null, "nowhere", 0, 1, -20, "hash");
}
