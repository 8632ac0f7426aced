using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>Runs an upsert of the form INSERT … SELECT … FROM movies … RETURNING xmax = 0 and says what it did.</summary>
internal static class WriteOutcomes
{
    // A row version that an INSERT made has no xmax; the one that ON CONFLICT DO UPDATE made has.
    public static async Task<WriteOutcome> ExecuteAsync(NpgsqlCommand upsert, CancellationToken cancellationToken)
    {
        try
        {
            return await upsert.ExecuteScalarAsync(cancellationToken) switch
            {
                true => WriteOutcome.Created,
                false => WriteOutcome.Updated,
                _ => WriteOutcome.UnknownMovie,
            };
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            // The movie was there when the statement began; unless it was deleted since, the user is missing.
            return exception.ConstraintName?.Contains("_movie", StringComparison.Ordinal) == true
                ? WriteOutcome.UnknownMovie
                : WriteOutcome.UnknownUser;
        }
    }
}
