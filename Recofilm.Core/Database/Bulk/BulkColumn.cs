namespace Recofilm.Core.Database.Bulk;

/// <summary>A field that lines of a table may have.</summary>
/// <param name="Name">Its name in JSON, in the header of CSV, and in the staging table.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Required">Whether every line must have it.</param>
internal sealed record BulkColumn(string Name, BulkType Type, bool Required = false);
