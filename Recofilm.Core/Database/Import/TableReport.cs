namespace Recofilm.Core.Database.Import;

/// <summary>The changes that an import made to a table.</summary>
/// <param name="Inserted">New rows.</param>
/// <param name="Updated">Existing rows that got other values.</param>
/// <param name="Unchanged">Rows that the database already had, in the same or a newer version.</param>
/// <param name="Duplicates">Good lines that repeat the row of another line of the file.</param>
public readonly record struct TableReport(long Inserted, long Updated, long Unchanged, long Duplicates)
{
    /// <summary>Whether the table is unchanged.</summary>
    public bool ChangedNothing => Inserted == 0 && Updated == 0;
}
