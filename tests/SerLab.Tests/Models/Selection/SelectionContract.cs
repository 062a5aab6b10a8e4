using SerLab.Models;
using SerLab.Models.Selection;

namespace SerLab.Tests.Models;

/// <summary>What every selection in the catalog promises; a new kind is listed here by being there.</summary>
public sealed class SelectionContract
{
    private const int Features = 40;
    private static readonly int[] Telling = [7, 19, 31];

    private static IEnumerable<string> Names => Catalog.BuiltIn.KindsOf(typeof(SelectionOptions)).Select(entry => entry.Name);

    public static TheoryData<string> Kinds => [.. Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Finds_the_columns_that_tell_the_classes_apart(string kind) => Assert.Equal(Telling, Few(kind).Choose(Planted(1)));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Finds_them_among_frames_too(string kind)
    {
        var rows = Planted(1);
        MatrixView[] utterances = [.. rows.Examples.Chunk(6).Select(six => new MatrixView(six.SelectMany(row => row.Values.ToArray()).ToArray(), 6, Features))];
        var labels = Enumerable.Range(0, utterances.Length).Select(i => rows.Labels[6 * i]).ToArray();
        Assert.Equal(Telling, Few(kind).Choose(new TrainingSet(utterances, labels, labels, 3)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Keeps_the_same_columns_each_time_and_on_any_thread(string kind)
    {
        var set = Planted(2);
        var found = new IReadOnlyList<int>[3];
        Workers.ForEach(found.Length, found.Length, i => found[i] = Of(kind, 12).Choose(set), CancellationToken.None);
        Assert.All(found, columns => Assert.Equal(Of(kind, 12).Choose(set), columns));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Columns_are_ascending_and_as_many_as_asked(string kind)
    {
        foreach (var count in (int[])[1, 2, 11, Features - 1, Features, Features + 1, int.MaxValue])
        {
            var columns = Of(kind, count).Choose(Planted(3));
            Assert.Equal(columns.Distinct().Order(), columns);
            Assert.InRange(columns.Count, 1, count);
            if (count >= Features) Assert.Equal(Enumerable.Range(0, Features), columns);
            Assert.Equal(columns, ColumnChoice.Restore(new ColumnChoice(columns, Features).Weights).Columns);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Renaming_the_classes_changes_nothing(string kind)
    {
        int[] renamed = [2, 0, 1];
        var set = Planted(4);
        var other = new TrainingSet(set.Examples, [.. set.Labels.Select(label => renamed[label])], set.Groups, 3);
        Assert.Equal(Of(kind, 9).Choose(set), Of(kind, 9).Choose(other));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Inputs_are_only_read(string kind)
    {
        var set = Planted(5);
        var before = set.Examples.Select(example => example.Values.ToArray()).ToArray();
        Of(kind, 9).Choose(set);
        for (var i = 0; i < before.Length; i++) Assert.True(set.Examples[i].Span.SequenceEqual(before[i]));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Constant_columns_come_last_and_a_class_of_one_example_is_usable(string kind)
    {
        var set = Planted(6);
        int[] kept = [.. Enumerable.Range(0, 60).Where(i => set.Labels[i] != 2), 12];
        MatrixView[] rows = [.. kept.Select(i => Toys.Row([5, 0, .. set.Examples[i].Span.ToArray(), 0.1f]))];
        var columns = Of(kind, Features).Choose(new TrainingSet(rows, [.. kept.Select(i => set.Labels[i])], [.. kept.Select(i => set.Groups[i])], 3));
        Assert.DoesNotContain(columns, column => column is 0 or 1 or Features + 2);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Settings_survive_JSON(string kind)
    {
        Assert.Equal(Of(kind, 7), RecipeJson.BuiltIn.Read<SelectionOptions>(RecipeJson.BuiltIn.Write(Of(kind, 7)), "saved"));
        Assert.NotEqual(Of(kind, 7), Of(kind, 8));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_count_of_none_is_refused_with_a_cure(string kind) =>
        Assert.Contains("Count is 0; keep at least 1 column, such as 200", Assert.Throws<OptionsException>(() => Of(kind, 0).Choose(Planted(1))).Message);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Cancelling_stops_the_search(string kind)
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Of(kind, 3).Choose(Planted(1), cancel.Token));
    }

    private static SelectionOptions Of(string kind, int count) => RecipeJson.BuiltIn.Read<SelectionOptions>($$"""{"kind": "{{kind}}", "count": {{count}}}""", "contract");

    private static SelectionOptions Few(string kind) => Of(kind, Telling.Length);

    // 90 rows, six of a class after each other, of noise; column Telling[c] is 3 higher in class c.
    private static TrainingSet Planted(ulong seed)
    {
        var random = new RandomSource(seed).For("planted").Open();
        int[] labels = [.. Enumerable.Range(0, 90).Select(i => i / 6 % 3)];
        MatrixView[] rows = [.. labels.Select(label => Toys.Row([.. Enumerable.Range(0, Features).Select(j => (float)((j == Telling[label] ? 3 : 0) + random.NextGaussian()))]))];
        return new TrainingSet(rows, labels, [.. labels.Select((_, i) => i / 9)], 3);
    }
}
