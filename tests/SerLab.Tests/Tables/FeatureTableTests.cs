using SerLab.Corpora;
using SerLab.Features;
using SerLab.Tables;
using SerLab.Tests.Runs;

namespace SerLab.Tests.Tables;

public sealed class FeatureTableTests
{
    private static FeatureTable Table(float first = 1) => new(
        "toy", true, "test", new FeatureSchema(["a_hz", "b'c_db"], ["d_st"], 0.01),
        [Toy.Row("u1", "anger", "s1"), Toy.Row("u2", "it's, \"fear\"", "s2")],
        new MatrixView(new[] { first, 2, 3, 4.5f }, 2, 2), new MatrixView(new[] { 7f, 8, 9 }, 3, 1), [0, 2, 3]);

    [Fact]
    public void Comes_back_from_its_folder_as_it_was()
    {
        using var folder = new TempFolder();
        FeatureTableFolder.Write(Table(), folder.Path);
        var read = FeatureTableFolder.Read(folder.Path);
        Assert.Equal(Table().Rows.Select(row => row with { Fingerprint = null }), read.Rows);
        Assert.Equal(Table().Features.Span.ToArray(), read.Features.Span.ToArray());
        Assert.Equal([9f], read.FramesOf(1).Span.ToArray());
        Assert.Equal(["a_hz", "b'c_db"], read.Schema.Functionals);
        Assert.True(read.IsSynthetic);
    }

    [PythonFact]
    public void NumPy_sees_the_same_values_rows_and_frames()
    {
        using var folder = new TempFolder();
        FeatureTableFolder.Write(Table(), folder.Path);
        var seen = Python.Run(
            "import numpy as np, csv, sys; d = sys.argv[1] + '/'; f, t, o = (np.load(d + n + '.npy') for n in ('features', 'frames', 'offsets')); rows = list(csv.DictReader(open(d + 'rows.csv')))\n" +
            "print(f.tolist(), t[o[1]:o[2]].tolist(), [(r['Id'], r['Label'], r['Speaker']) for r in rows])", folder.Path);
        Assert.Equal("""[[1.0, 2.0], [3.0, 4.5]] [[9.0]] [('u1', 'anger', 's1'), ('u2', 'it\'s, "fear"', 's2')]""", seen);
    }

    [Fact]
    public void Rows_that_no_longer_fit_the_arrays_are_refused()
    {
        using var folder = new TempFolder();
        FeatureTableFolder.Write(Table(), folder.Path);
        folder.Write("rows.csv", File.ReadAllText(folder.File("rows.csv")).Replace("anger", "joy"));
        Assert.Contains("wrong labels", Assert.Throws<BadInputException>(() => FeatureTableFolder.Read(folder.Path)).Message);
    }

    [Theory]
    [InlineData("frames.npy")]
    [InlineData("table.json")]
    public void A_folder_that_is_not_whole_is_refused(string missing)
    {
        using var folder = new TempFolder();
        FeatureTableFolder.Write(Table(), folder.Path);
        File.Delete(folder.File(missing));
        Assert.Contains(missing, Assert.Throws<BadInputException>(() => FeatureTableFolder.Read(folder.Path)).Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_value_that_is_not_finite_is_refused_with_its_row_and_column(float value)
    {
        var wrong = Assert.Throws<BadInputException>(() => Table(value));
        Assert.Contains("u1", wrong.Message);
        Assert.Contains("a_hz", wrong.Message);
    }

    [Fact]
    public void Arff_and_csv_hold_every_value_and_quote_what_needs_it()
    {
        using var folder = new TempFolder();
        TableExport.WriteArff(Table(), folder.File("t.arff"));
        TableExport.WriteCsv(Table(), folder.File("t.csv"));
        var arff = File.ReadAllText(folder.File("t.arff"));
        Assert.Contains("@attribute 'b\\'c_db' numeric", arff);
        Assert.Contains("""u2,s2,3,4.5,'it\'s, "fear"'""", arff);
        Assert.Equal("u1,anger,s1,unknown,toy,1,2", File.ReadAllLines(folder.File("t.csv"))[1]);
    }

    [PythonFact]
    public void SciPy_reads_the_arff_file()
    {
        using var folder = new TempFolder();
        var plain = new FeatureTable("toy", false, "t", new FeatureSchema(["a", "b"], [], 0), [Toy.Row("u1", "x", "s"), Toy.Row("u2", "y", "s")], new MatrixView(new[] { 1f, 2, 3, 4.5f }, 2, 2), new MatrixView(default, 0, 0), [0, 0, 0]);
        TableExport.WriteArff(plain, folder.File("t.arff"));

        // SciPy's reader knows no string attributes, so the two of ours are cut out first.
        var seen = Python.Run(
            "import sys, io, re; from scipy.io import arff; t = open(sys.argv[1]).read(); t = re.sub(r'@attribute (id|speaker) string\\n', '', t); t = re.sub(r\"^u\\d,s,\", '', t, flags=re.M)\n" +
            "d, m = arff.loadarff(io.StringIO(t)); print(d['a'].tolist(), d['b'].tolist(), d['label'].tolist())", folder.File("t.arff"));
        Assert.Equal("[1.0, 3.0] [2.0, 4.5] [b'x', b'y']", seen);
    }

    [Fact]
    public void Foreign_features_are_joined_by_id_whatever_their_order()
    {
        using var folder = new TempFolder();
        var csv = folder.Write("f.csv", "x,id,y\n1,b,2\n3,a,4\n9,other,9\n");
        var (columns, values) = new ImportedFeaturesOptions(csv).Join(["a", "b"]);
        Assert.Equal(["x", "y"], columns);
        Assert.Equal([3f, 4, 1, 2], values.Span.ToArray());
    }

    [Theory]
    [InlineData("id,x\na,1\n", "missing")]
    [InlineData("id,x\na,1\na,2\nb,1\n", "twice")]
    [InlineData("id,x\na,NaN\nb,1\n", "finite")]
    [InlineData("name,x\na,1\nb,1\n", "id column")]
    [InlineData("id,x,y\na,1\nb,1,2\n", "2 fields")]
    public void Foreign_features_that_do_not_fit_are_refused(string csv, string problem)
    {
        using var folder = new TempFolder();
        Assert.Contains(problem, Assert.Throws<BadInputException>(() => new ImportedFeaturesOptions(folder.Write("f.csv", csv)).Join(["a", "b"])).Message);
    }
}
