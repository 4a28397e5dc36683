using FsCheck;
using FsCheck.Fluent;
using Microsoft.Data.Analysis;
using Research.Metrics;
using Research.Tables;

namespace Research.Tests.Tables;

public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private enum Colour
    {
        Red,
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Properties_become_columns_of_their_types()
    {
        var frame = new[]
        {
            new
            {
                Name = "a",
                Count = 3,
                Score = (double?)0.5,
                Is = true,
                Colour = Colour.Red,
                F1 = ConfidenceInterval.Point(null),
                Loss = SeedSpread.Of([1, 2, 3]),
            },
            new
            {
                Name = "b",
                Count = 4,
                Score = (double?)null,
                Is = false,
                Colour = Colour.Red,
                F1 = new ConfidenceInterval(0.6, 0.5, 0.7, 0.95, 10, 0, ""),
                Loss = SeedSpread.Of([1]),
            },
        }.ToDataFrame();

        Assert.Equal(["Name", "Count", "Score", "Is", "Colour", "F1", "F1Low", "F1High", "Loss", "LossDeviation", "LossRuns"],
            frame.Columns.Select(c => c.Name));
        Assert.Equal(["String", "Int32", "Double", "Boolean", "String", "Double", "Double", "Double", "Double", "Double",
            "Int32"], frame.Columns.Select(c => c.DataType.Name));
        Assert.Equal(["b", 4, null, false, "Red", 0.6, 0.5, 0.7, 1.0, null, 1], frame.Rows[1]);
    }

    [Fact]
    public void A_view_has_headings_in_words_and_three_digits()
    {
        var view = TableView.Of(new[]
        {
            new
            {
                Policy = "GRU",
                Onset = ConfidenceInterval.Point(0.5),
                WaitShare = 0.0123,
                Steps = 18432,
                Loss = SeedSpread.Of([1, 2]),
            },
            new
            {
                Policy = "copy",
                Onset = new ConfidenceInterval(0.67, 0.5, 1, 0.95, 1, 0, ""),
                WaitShare = double.NaN,
                Steps = -1,
                Loss = SeedSpread.Of([0.25]),
            },
        }.ToDataFrame());

        Assert.Equal(["Policy", "Onset", "Wait", "Steps", "Loss"], view.Columns.Select(c => c.Heading));
        Assert.Equal([false, true, true, true, true], view.Columns.Select(c => c.IsNumber));
        Assert.Equal(["GRU", "0.500", "1.23 %", "18,432", "1.50 ± 0.707 (n = 2)"], view.Columns.Select(c => c.Cells[0]));
        Assert.Equal(["copy", "0.670 [0.500, 1.00]", "N/A", "-1", "0.250 (n = 1)"], view.Columns.Select(c => c.Cells[1]));
        Assert.Equal([0.5, 0.67], view.Columns[1].SortKeys!);
    }

    [Fact]
    public void A_score_that_is_not_defined_is_missing_and_never_0()
    {
        Assert.Equal(["0.673", "0.5", "0", "N/A", "N/A"],
            new double?[] { 0.67349, 0.5, 0, null, double.NaN }.Select(score => TableView.Score(score)));
        Assert.Equal(("0.50", "N/A"), (TableView.Score(0.5, "0.00"), TableView.Score(double.NaN, "0.00")));
    }

    [Fact]
    public void Rows_beyond_the_first_are_counted()
    {
        var view = TableView.Of(Enumerable.Range(0, 10_000).Select(i => new { i }).ToDataFrame());
        Assert.Equal((50, 10_000, "… 9,950 more of 10,000 rows"), (view.RowCount, view.TotalRows, view.Rest));
        Assert.Null(TableView.Of(new[] { new { i = 1 } }.ToDataFrame()).Rest);
    }

    [Theory]
    [InlineData("OnsetF1Within2Frames", "Onset F1 within 2 frames")]
    [InlineData("GapDistanceMs", "Gap distance (ms)")]
    [InlineData("ReportPercent", "Report (%)")]
    [InlineData("Percent", "Percent")]
    [InlineData("HazardPixelShare", "Hazard pixel")]
    [InlineData("RocAuc", "ROC AUC")]
    [InlineData("LstmF1", "LSTM F1")]
    [InlineData("MovingPSNR", "Moving PSNR")]
    [InlineData("PeakMemoryMB", "Peak memory MB")]
    [InlineData("options.learning_rate", "options.learning_rate")]
    [InlineData("val_loss", "val_loss")]
    [InlineData("JUMP onset F1 ±1", "JUMP onset F1 ±1")]
    public void Headings_are_names_in_words(string name, string heading) => Assert.Equal(heading, TableView.Heading(name));

    [Theory]
    [InlineData(0.6733, "0.673")]
    [InlineData(0.99961, "1.00")]
    [InlineData(0.5, "0.500")]
    [InlineData(12.345, "12.3")]
    [InlineData(99.97, "100")]
    [InlineData(1234.5, "1,234")]
    [InlineData(-0.00123, "−0.00123")]
    [InlineData(1.234e-7, "1.23e-7")]
    [InlineData(1e12, "1.00e12")]
    [InlineData(0, "0")]
    [InlineData(double.NaN, "N/A")]
    [InlineData(double.NegativeInfinity, "−∞")]
    public void Numbers_have_three_digits(double value, string text) => Assert.Equal(text, TableView.Number(value));

    [Fact]
    public void Csv_comes_back_equal()
    {
        string path = Path.Combine(_folder.Path, "a.csv");
        var frame = new DataFrame(
            new StringDataFrameColumn("text, \"quoted\"", ["a,b", "quo\"te", "new\nline", null, "é中🙂", " lead ", "007", "\r"]),
            new DoubleDataFrameColumn("double",
                [1e-300, double.NaN, null, double.PositiveInfinity, 0.1, -0.0, 1.0 / 3, double.MaxValue]),
            new Int64DataFrameColumn("long", [long.MaxValue, null, 3, long.MinValue, 0, 6, 7, 8]),
            new BooleanDataFrameColumn("bool", [true, null, false, true, true, true, true, false]),
            new StringDataFrameColumn("", [null, null, null, null, null, null, null, null]));
        frame.WriteCsv(path);
        Same(frame, TableFile.ReadCsv(path));
    }

    [Fact]
    public void Csv_of_any_values_comes_back_equal()
    {
        string path = Path.Combine(_folder.Path, "any.csv");
        var row = from text in ArbMap.Default.GeneratorFor<string?>()
                  from number in ArbMap.Default.GeneratorFor<double>()
                  from whole in ArbMap.Default.GeneratorFor<long?>()
                  select (text, number, whole);
        Prop.ForAll(row.NonEmptyListOf().ToArbitrary(), rows =>
        {
            // A text that reads as a number or a truth value comes back as one: a column of texts is told by one that is none.
            // Half a pair of UTF-16 has no UTF-8.
            var texts = rows.Select(r => string.IsNullOrEmpty(r.text) || r.text.Any(char.IsSurrogate) ? null : r.text)
                .Prepend("text");
            var frame = new DataFrame(
                new StringDataFrameColumn("text", texts),
                new DoubleDataFrameColumn("number", rows.Select(r => (double?)r.number).Prepend(0.5)),
                new Int64DataFrameColumn("whole", rows.Select(r => r.whole).Prepend(1)));
            frame.WriteCsv(path);
            Same(frame, TableFile.ReadCsv(path));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("", "found nothing; expected a line with the columns' names.")]
    [InlineData("a,b\n1\n", "line 2: found 1 cells; expected 2, as in the first line.")]
    [InlineData("a\n\"1\n", "line 2: found a quote that is not closed.")]
    [InlineData("a\n\"1\"2\n", "line 2: found '2' after a closing quote; expected a comma or the line's end.")]
    public void A_broken_csv_is_told_by_its_line(string text, string message)
    {
        string path = Path.Combine(_folder.Path, "broken.csv");
        File.WriteAllText(path, text);
        Assert.EndsWith(message, Assert.Throws<InvalidDataException>(() => TableFile.ReadCsv(path)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_of_spreadsheets_is_read()
    {
        string path = Path.Combine(_folder.Path, "sheet.csv");
        File.WriteAllText(path, "\uFEFFa,b\r\n1,x\r\n2.5,\"y\"");
        var frame = TableFile.ReadCsv(path);
        Assert.Equal(["a", "b"], frame.Columns.Select(c => c.Name));
        Assert.Equal([2.5, "y"], frame.Rows[1]);
    }

    [Fact]
    public void A_csv_that_ends_after_a_comma_has_an_empty_cell_there()
    {
        string path = Path.Combine(_folder.Path, "comma.csv");
        File.WriteAllText(path, "a,b\n1,");
        Assert.Equal([1L, null], Assert.Single(TableFile.ReadCsv(path).Rows));
    }

    [Fact]
    public void Parquet_comes_back_equal()
    {
        string path = Path.Combine(_folder.Path, "a.parquet");
        var frame = new DataFrame(
            new StringDataFrameColumn("text", ["a,b", "", null]),
            new DoubleDataFrameColumn("double", [1e-300, double.NaN, null]),
            new SingleDataFrameColumn("float", [0.1f, null, 3]),
            new Int64DataFrameColumn("long", [long.MaxValue, null, 3]),
            new Int32DataFrameColumn("int", [1, null, 3]),
            new BooleanDataFrameColumn("bool", [true, null, false]),
            new DateTimeDataFrameColumn("time", [new DateTime(2026, 11, 29, 1, 2, 3, DateTimeKind.Utc), null,
                new DateTime(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc)]));
        frame.WriteParquet(path);
        Same(frame, TableFile.ReadParquet(path));
    }

    private static void Same(DataFrame expected, DataFrame actual)
    {
        Assert.Equal(expected.Columns.Select(c => (c.Name, c.DataType)), actual.Columns.Select(c => (c.Name, c.DataType)));
        Assert.Equal(expected.Rows.Select(r => r.ToArray()), actual.Rows.Select(r => r.ToArray()));
    }
}
