namespace Recofilm.Core.Database.Import;

/// <summary>How far an import has come. Reading the files is most of it and can be measured; what follows cannot.</summary>
/// <param name="Step">What is being done, such as "reading ratings.csv" or "writing ratings".</param>
/// <param name="BytesRead">Bytes of all files read so far.</param>
/// <param name="BytesTotal">Bytes of all files.</param>
/// <param name="Rows">Good lines read so far.</param>
public readonly record struct ImportProgress(string Step, long BytesRead, long BytesTotal, long Rows);
