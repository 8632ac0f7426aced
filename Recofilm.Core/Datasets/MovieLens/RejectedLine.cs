namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>A line that was left out.</summary>
/// <param name="File">The file's name, such as "ratings.csv".</param>
/// <param name="Line">The line's number, 1 being the header.</param>
/// <param name="Kind">The kind of its fault.</param>
/// <param name="Reason">Its fault in words, with the wrong value.</param>
public sealed record RejectedLine(string File, long Line, RejectionKind Kind, string Reason)
{
    /// <summary>Returns "ratings.csv, line 12: …".</summary>
    public override string ToString() => $"{File}, line {Line}: {Reason}";
}
