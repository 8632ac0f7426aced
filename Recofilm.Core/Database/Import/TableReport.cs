namespace Recofilm.Core.Database.Import;

/// <summary>What an import did to a table.</summary>
/// <param name="Inserted">Rows that were not there.</param>
/// <param name="Updated">Rows that were there with other values.</param>
/// <param name="Unchanged">
/// Rows that were there already, or that the database holds in a newer version than the files.
/// </param>
/// <param name="Duplicates">Good lines that stand for the same row as another line of the file.</param>
public readonly record struct TableReport(long Inserted, long Updated, long Unchanged, long Duplicates)
{
    /// <summary>Whether the table is as it was.</summary>
    public bool ChangedNothing => Inserted == 0 && Updated == 0;
}
