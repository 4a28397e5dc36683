using Research.Metrics;

namespace Research.Tests.Metrics;

public class LabelMatrixTests
{
    private static readonly LabelMatrix Three = new(["a", "b", "c"],
        [true, false, false, true, true, false, false, true, true, false, true, false]);

    [Fact]
    public void Rows_and_columns_are_what_was_given()
    {
        Assert.Equal((4, 3), (Three.Count, Three.Names.Count));
        Assert.Equal([true, true, false], Three.Row(1).ToArray());
        Assert.Equal([false, true, true, true], Three.Column(Three.IndexOf("b")));
        Assert.Equal([0b001u, 0b011, 0b110, 0b010], Three.Bits());
        Assert.Equal(Three.Bits(), LabelMatrix.OfBits(Three.Names, Three.Bits()).Bits());
        Assert.Equal([0b110u, 0b001], Three.Select([2, 0]).Bits());
        Assert.Equal([1f, 1, 0, 1, 0, 0], Three.ToMultiHot([1, 0]));
    }

    [Fact]
    public void Counts_and_runs_are_of_what_is_true()
    {
        Assert.Equal([2, 3, 1], Three.CountTrue());
        Assert.Equal([1, 1, 0], Three.CountTrue([1]));
        Assert.Equal(new[,] { { 2, 1, 0 }, { 1, 3, 1 }, { 0, 1, 1 } }, Three.CountTogether());
        Assert.Equal([new(0, 2)], Three.Runs(0));
        Assert.Equal([new(1, 3)], Three.Runs(1));
    }

    [Fact]
    public void What_is_no_matrix_is_refused()
    {
        Assert.Equal("Found 3 values; expected complete rows of 2. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => new LabelMatrix(["a", "b"], [true, true, false])).Message);
        Assert.Equal("Found columns named a, a; expected at least one, each with a name of its own. (Parameter 'names')",
            Assert.Throws<ArgumentException>(() => new LabelMatrix(["a", "a"], [])).Message);
        Assert.Equal("No column is named 'd'; there are a, b, c. (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => Three.IndexOf("d")).Message);
        Assert.Equal("Found 33 columns; expected at most 32, the bits of a number. (Parameter 'names')",
            Assert.Throws<ArgumentException>(() =>
                LabelMatrix.OfBits([.. Enumerable.Range(0, 33).Select(column => $"{column}")], [])).Message);
    }
}
