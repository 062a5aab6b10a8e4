namespace SerLab.Tests.Numerics;

public class MatrixViewTests
{
    private static readonly float[] Values = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Rows_follow_one_another()
    {
        var matrix = new MatrixView(Values, 2, 3);
        Assert.Equal((2, 3), (matrix.Rows, matrix.Columns));
        Assert.Equal([1f, 2, 3], matrix.Row(0).ToArray());
        Assert.Equal([4f, 5, 6], matrix.Row(1).ToArray());
        Assert.Equal(Values, matrix.Span.ToArray());
    }

    [Fact]
    public void A_slice_is_some_of_the_rows_and_shares_their_memory()
    {
        var own = Values.ToArray();
        var slice = new MatrixView(own, 3, 2).Slice(1, 2);
        Assert.Equal((2, 2), (slice.Rows, slice.Columns));
        own[2] = 30;
        Assert.Equal([30f, 4, 5, 6], slice.Span.ToArray());
        Assert.Equal(0, slice.Slice(2, 0).Rows);
    }

    [Fact]
    public void One_row_is_a_matrix() => Assert.Equal(new MatrixView(Values, 1, 6), MatrixView.OfRow(Values));

    [Fact]
    public void The_empty_matrix_has_no_rows_and_no_columns()
    {
        Assert.Equal((0, 0, 0), (default(MatrixView).Rows, default(MatrixView).Columns, default(MatrixView).Span.Length));
        Assert.Equal(0, new MatrixView(default, 5, 0).Row(4).Length);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(-2, -3)]
    [InlineData(65_536, 65_536)]
    public void Values_that_do_not_fill_the_shape_are_refused(int rows, int columns) => Assert.ThrowsAny<ArgumentException>(() => new MatrixView(Values, rows, columns));

    [Fact]
    public void The_message_says_how_many_values_are_needed() =>
        Assert.StartsWith("6 values cannot be 65536 x 65536; give 4294967296.", Assert.Throws<ArgumentException>(() => new MatrixView(Values, 65_536, 65_536)).Message);

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void A_row_outside_is_refused(int row) => Assert.Throws<ArgumentOutOfRangeException>(() => new MatrixView(Values, 2, 3).Row(row).Length);
}
