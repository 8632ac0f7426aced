using Npgsql;

namespace Recofilm.Core.Database;

/// <summary>Runs upserts of the form INSERT … SELECT … FROM movies … RETURNING xmax = 0 and returns their outcomes.</summary>
internal static class WriteOutcomes
{
    // A row version from an INSERT has no xmax; one from ON CONFLICT DO UPDATE has.
    public static async Task<WriteOutcome> ExecuteAsync(AdmittedCommand upsert, CancellationToken cancellationToken)
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
            // The movie existed when the statement began, so the user is missing, unless the movie was deleted since.
            return exception.ConstraintName?.Contains("_movie", StringComparison.Ordinal) == true
                ? WriteOutcome.UnknownMovie
                : WriteOutcome.UnknownUser;
        }
    }
}
