using System.Text;
using CsCheck;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Tests.Database;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Fuzzing;

/// <summary>Lines of every kind: each is written or rejected with a reason, and an abort writes nothing.</summary>
public sealed class BulkFuzzTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private static readonly Gen<string> _value = Gen.Frequency(
        (6, Gen.Int[1, 60].Select(number => $"{number}")),
        (4, Gen.Int[1, 10].Select(halves => $"{halves / 2}.{halves % 2 * 5}")),
        (2, Gen.OneOf(
            Gen.Const("\"u-1\""), Gen.Const("\"2026-01-02T03:04:05Z\""), Gen.Const("1767319445"), Gen.Const("null"))),
        (2, Gen.OneOf(
            Gen.Const("\"\""), Gen.Const("true"), Gen.Const("[]"), Gen.Const("{}"), Gen.Const("-1"), Gen.Const("0"),
            Gen.Const("1e400"), Gen.Const("99999999999999999999"), Gen.Const("\"\\u0000\""), Gen.Const("\"\\ud800\""),
            Gen.Const("\"2999-01-01T00:00:00Z\""), Gen.Const("1.25"), Gen.Const("NaN"), Gen.Const("\"\uFFFF\""))));

    private static readonly Gen<string> _name = Gen.Frequency(
        (9, Gen.OneOf(
            Gen.Const("user_id"), Gen.Const("movie_id"), Gen.Const("rating"), Gen.Const("rated_at"),
            Gen.Const("user_external_id"))),
        (1, Gen.OneOf(Gen.Const("movie_external_id"), Gen.Const("userid"), Gen.Const(""))));

    private static readonly Gen<string> _json = Gen.Frequency(
        (5, Gen.Select(Gen.Int[1, 60], Gen.Int[1, 120], Gen.Int[1, 10], (user, movie, halves) =>
            $$"""{"user_id": {{user}}, "movie_id": {{movie}}, "rating": {{halves / 2}}.{{halves % 2 * 5}}}""")),
        (4, Gen.Select(_name, _value, (name, value) => $"\"{name}\": {value}").Array[0, 5]
            .Select(fields => $"{{{string.Join(", ", fields)}}}")),
        (1, Gen.OneOf(Gen.Const(""), Gen.Const("null"), Gen.Const("[1]"), Gen.Const("{"), Gen.Const("\r"), Gen.Const("{}}"))));

    private static readonly Gen<string> _csv = Gen.Frequency(
        (6, Gen.Select(Gen.Int[1, 60], Gen.Int[1, 120], Gen.Int[1, 10], (user, movie, halves) =>
            $"{user},{movie},{halves / 2}.{halves % 2 * 5}")),
        (4, _value.Array[1, 4].Select(values => string.Join(',', values))));

    private static readonly Gen<(string[] Lines, Damage[] Damages, bool IsCsv, bool Skips)> _files = Gen.Bool.SelectMany(isCsv =>
        Gen.Select(
            (isCsv ? _csv : _json).Array[1, 12],
            Gen.Frequency((3, Gen.Const(System.Array.Empty<Damage>())), (1, TextMutations.Damages)), Gen.Const(isCsv), Gen.Bool));

    [Fact]
    public async Task Every_line_is_written_or_rejected_and_an_abort_writes_nothing()
    {
        await TinyCatalog.LoadAsync(Database);
        var importer = new BulkImporter(Database.DataSource, TimeProvider.System);
        var (written, refused) = (0, 0);
        var total = await Fuzz.RunAsync(_files, 1_500, async file =>
        {
            var text = string.Join('\n', file.IsCsv ? ["user_id,movie_id,rating", .. file.Lines] : file.Lines);
            using var content = new MemoryStream(TextMutations.Apply(Encoding.UTF8.GetBytes(text), file.Damages));
            var before = await RatingsAsync();
            BulkReport report;
            try
            {
                report = await importer.ImportAsync(
                    "ratings", content,
                    new BulkOptions
                    {
                        Format = file.IsCsv ? BulkFormat.Csv : BulkFormat.Ndjson,
                        SkipRejected = file.Skips,
                    },
                    cancellationToken: Cancellation);
            }
            catch (BulkFormatException exception)
            {
                Assert.NotEmpty(exception.Message);
                Assert.Equal(before, await RatingsAsync());
                refused++;
                return;
            }

            var after = await RatingsAsync();
            Assert.Equal(file.Skips || report.Rejected == 0, report.IsCommitted);
            // A line may have several errors.
            Assert.InRange(report.Rejections.Count, Math.Min(report.Rejected, 100), 100);
            Assert.All(report.Rejections, rejection => Assert.True(rejection.Line > 0 && rejection.Reason.Length > 0));
            Assert.Equal(before.Count + (report.IsCommitted ? report.Inserted : 0), after.Count);
            if (!report.IsCommitted)
                Assert.Equal(before, after);
            written += report.IsCommitted ? 1 : 0;
            refused += report.Rejected > 0 ? 1 : 0;
        });

        // A generator of good files alone, or of bad ones, would prove little.
        Assert.InRange(written, total / 4, total);
        Assert.InRange(refused, total / 4, total);
    }

    private Task<(long Count, string Content)> RatingsAsync() => RowAsync(
        """
        SELECT count(*), md5(string_agg(user_id || ' ' || movie_id || ' ' || rating, ',' ORDER BY user_id, movie_id))
        FROM ratings
        """);

    private async Task<(long Count, string Content)> RowAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        await reader.ReadAsync(Cancellation);
        return (reader.GetInt64(0), reader.GetString(1));
    }
}
