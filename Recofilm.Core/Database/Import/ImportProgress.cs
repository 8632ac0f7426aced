namespace Recofilm.Core.Database.Import;

/// <summary>
/// The progress of an import. The reading of the files takes most of the time and is measured; the
/// later steps are only named.
/// </summary>
/// <param name="Step">The current step, such as "reading ratings.csv" or "writing ratings".</param>
/// <param name="BytesRead">Bytes of all files read so far.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="Rows">Good lines read so far.</param>
public readonly record struct ImportProgress(string Step, long BytesRead, long BytesTotal, long Rows);
