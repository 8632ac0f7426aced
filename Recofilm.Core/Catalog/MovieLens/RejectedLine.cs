namespace Recofilm.Core.Catalog.MovieLens;

/// <summary>A line that was left out.</summary>
/// <param name="File">The file's name, such as "ratings.csv".</param>
/// <param name="Line">The line's number, 1 being the header.</param>
/// <param name="Kind">What was wrong with it.</param>
/// <param name="Reason">What was wrong with it, with the offending value.</param>
public sealed record RejectedLine(string File, long Line, RejectionKind Kind, string Reason)
{
    /// <summary>"ratings.csv, line 12: …".</summary>
    public override string ToString() => $"{File}, line {Line}: {Reason}";
}
