using SerLab.Tables;

namespace SerLab.Tests.Tables;

public sealed class NpyTests
{
    [Fact]
    public void Values_and_shapes_come_back_as_they_were()
    {
        using var folder = new TempFolder();
        float[] values = [1.5f, -2, float.Epsilon, float.MaxValue, 0, -0f];
        using (var stream = File.Create(folder.File("a.npy"))) Npy.Write(stream, values, 2, 3);
        var (read, shape) = Npy.ReadFloats(folder.File("a.npy"));
        Assert.Equal(values, read);
        Assert.Equal([2L, 3L], shape);
    }

    [Fact]
    public void Values_begin_at_a_multiple_of_64_bytes()
    {
        using var stream = new MemoryStream();
        Npy.Write(stream, [1f, 2f, 3f], 3);
        Assert.Equal(0, (stream.Length - 12) % 64);
    }

    [PythonFact]
    public void NumPy_reads_what_is_written_and_the_other_way_round()
    {
        using var folder = new TempFolder();
        using (var stream = File.Create(folder.File("f.npy"))) Npy.Write(stream, [1.5f, -2, 3, 4, 5, 6], 3, 2);
        using (var stream = File.Create(folder.File("i.npy"))) Npy.Write(stream, [7L, 1L << 40], 2);
        var seen = Python.Run(
            "import numpy as np, sys; d = sys.argv[1]; f = np.load(d + '/f.npy', mmap_mode='r'); i = np.load(d + '/i.npy'); np.save(d + '/back.npy', np.arange(6, dtype=np.float64).reshape(2, 3) / 4)\n" +
            "print(f.dtype, f.shape, f.tolist(), i.dtype, i.tolist())", folder.Path);
        Assert.Equal("float32 (3, 2) [[1.5, -2.0], [3.0, 4.0], [5.0, 6.0]] int64 [7, 1099511627776]", seen);
        var (values, shape) = Npy.ReadFloats(folder.File("back.npy"));
        Assert.Equal([0, 0.25f, 0.5f, 0.75f, 1, 1.25f], values);
        Assert.Equal([2L, 3L], shape);
    }

    [Theory]
    [InlineData("text", "numpy.save")]
    [InlineData("", "numpy.save")]
    public void A_file_of_another_kind_is_refused_with_a_cure(string content, string cure)
    {
        using var folder = new TempFolder();
        var wrong = Assert.Throws<BadInputException>(() => Npy.ReadFloats(folder.Write("x.npy", content)));
        Assert.Contains(cure, wrong.Message);
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused_before_anything_is_read_into_it()
    {
        using var folder = new TempFolder();
        using var stream = new MemoryStream();
        Npy.Write(stream, new float[1000], 1000);
        File.WriteAllBytes(folder.File("x.npy"), stream.ToArray()[..500]);
        var wrong = Assert.Throws<BadInputException>(() => Npy.ReadFloats(folder.File("x.npy")));
        Assert.Contains("cut off", wrong.Message);
    }
}
