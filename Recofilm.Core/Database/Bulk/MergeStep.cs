namespace Recofilm.Core.Database.Bulk;

/// <summary>A statement that moves rows from staging towards the tables.</summary>
/// <param name="Sql">The statement.</param>
internal abstract record MergeStep(string Sql);

/// <summary>A statement whose result does not matter.</summary>
internal sealed record ExecuteStep(string Sql) : MergeStep(Sql);

/// <summary>Removes bad lines from staging.</summary>
/// <param name="Sql">Deletes them and returns their numbers.</param>
/// <param name="Field">The invalid field.</param>
/// <param name="Reason">The error, as it follows the field's name.</param>
internal sealed record RejectStep(string Sql, string Field, string Reason) : MergeStep(Sql);

/// <summary>Writes the rows that are left; its only row counts those inserted and those updated.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="FirstSql">
/// The statement for a table without rows, whose indexes are made afterwards; <see langword="null"/> for most tables.
/// </param>
internal sealed record WriteStep(string Sql, string? FirstSql = null) : MergeStep(Sql);
