using SerLab.Folds;
using SerLab.Tables;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Folds;

public sealed class FoldTests
{
    private static readonly RandomSource Random = new(5);

    /// <summary>Drawn tables: unequal speakers, unequal labels.</summary>
    private static IReadOnlyList<TableRow> Drawn(int speakers, int labels, int rows, ulong seed)
    {
        var chance = new RandomSource(seed).Open();
        return Toy.Rows([.. Enumerable.Range(0, rows).Select(i => ($"l{(int)(labels * Math.Pow(chance.NextDouble(), 1.5))}", $"s{(i < speakers ? i : (int)(speakers * chance.NextDouble())):D2}"))]);
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(10, 2)]
    [InlineData(24, 3)]
    public void Every_scheme_tests_each_row_once_and_never_trains_on_it(int speakers, ulong seed)
    {
        var rows = Drawn(speakers, 7, 200, seed);
        foreach (var scheme in (FoldSchemeOptions[])[new LeaveOneSpeakerOutOptions(), new SpeakerKFoldOptions(3), new RandomKFoldOptions(4)])
        {
            var folds = scheme.Split(rows, Random);
            Assert.Equal(Enumerable.Range(0, rows.Count), folds.SelectMany(fold => fold.Test).Order());
            Assert.All(folds, fold => Assert.Equal(rows.Count, fold.Train.Concat(fold.Test).Distinct().Count()));
            Assert.All(folds, fold => Assert.NotEmpty(fold.Test));
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(10, 5)]
    [InlineData(24, 5)]
    public void Grouped_folds_never_share_a_speaker_and_none_is_empty(int speakers, int k)
    {
        for (ulong seed = 0; seed < 20; seed++)
        {
            var rows = Drawn(speakers, 7, 150, seed);
            var folds = new SpeakerKFoldOptions(k).Split(rows, Random);
            Assert.Equal(k, folds.Count);
            Assert.All(folds, fold => Assert.Empty(fold.Train.Select(i => rows[i].Speaker).Intersect(fold.Test.Select(i => rows[i].Speaker))));
        }
    }

    [Fact]
    public void Grouped_folds_spread_labels_so_that_no_training_part_lacks_a_class_where_that_can_be_avoided()
    {
        // Only speakers s0 and s1 have "rare": together in one fold, that fold's training part would lack it.
        var rows = Toy.Rows([.. Enumerable.Range(0, 6).SelectMany(s => Enumerable.Range(0, 8).Select(i => (i == 0 && s < 2 ? "rare" : "common", $"s{s}")))]);
        for (ulong seed = 0; seed < 20; seed++)
            Assert.All(new SpeakerKFoldOptions(2).Split(rows, new RandomSource(seed)), fold => Assert.Contains(fold.Train, i => rows[i].Label == "rare"));
    }

    [Fact]
    public void Label_shares_of_grouped_folds_are_nearer_to_even_than_those_of_speakers_dealt_out_in_order()
    {
        static double Unevenness(IReadOnlyList<TableRow> rows, Func<TableRow, int, int> part, int k) => rows.GroupBy(row => row.Label).Sum(label =>
            Enumerable.Range(0, k).Sum(p => Math.Pow((double)label.Count(row => part(row, 0) == p) / label.Count() - 1.0 / k, 2)));
        var (ours, dealt) = (0.0, 0.0);
        for (ulong seed = 0; seed < 20; seed++)
        {
            var rows = Drawn(12, 5, 200, seed);
            var folds = new SpeakerKFoldOptions(4).Split(rows, Random);
            var partOf = folds.SelectMany(fold => fold.Test.Select(i => (rows[i].Speaker, fold.Index))).Distinct().ToDictionary(pair => pair.Speaker, pair => pair.Index);
            ours += Unevenness(rows, (row, _) => partOf[row.Speaker], 4);
            dealt += Unevenness(rows, (row, _) => int.Parse(row.Speaker[1..]) % 4, 4);
        }

        Assert.True(ours < 0.7 * dealt, $"{ours} against {dealt}");
    }

    [Fact]
    public void One_speaker_cannot_be_left_out_and_the_message_says_what_can_be_done()
    {
        var rows = Toy.Rows(("a", "s"), ("b", "s"));
        Assert.Contains("more speakers", Assert.Throws<BadInputException>(() => new LeaveOneSpeakerOutOptions().Split(rows, Random)).Message);
        Assert.Contains("set k to at most 1", Assert.Throws<BadInputException>(() => new SpeakerKFoldOptions(2).Split(rows, Random)).Message);
    }

    [Fact]
    public void A_split_file_gives_its_folds_back_and_is_refused_when_it_was_changed()
    {
        using var folder = new TempFolder();
        var rows = Toy.Rows(("a", "s1"), ("b", "s2"), ("a", "s3"));
        SplitFile.Write(folder.File("split.json"), [new SplitFold("x", ["u000", "u002"], ["u001"])]);
        var fold = Assert.Single(new SplitFileOptions(folder.File("split.json")).Split(rows, Random));
        Assert.Equal([0, 2], fold.Train);
        Assert.Equal([1], fold.Test);
        folder.Write("split.json", File.ReadAllText(folder.File("split.json")).Replace("u002", "u001"));
        Assert.Contains("was changed", Assert.Throws<BadInputException>(() => new SplitFileOptions(folder.File("split.json")).Split(rows, Random)).Message);
    }

    [Fact]
    public void A_split_of_another_corpus_is_refused()
    {
        using var folder = new TempFolder();
        SplitFile.Write(folder.File("split.json"), [new SplitFold("x", ["nobody"], ["u001"])]);
        Assert.Contains("nobody", Assert.Throws<BadInputException>(() => new SplitFileOptions(folder.File("split.json")).Split(Toy.Rows(("a", "s1"), ("b", "s2")), Random)).Message);
    }
}
