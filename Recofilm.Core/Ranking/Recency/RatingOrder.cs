namespace Recofilm.Core.Ranking.Recency;

/// <summary>The place of a rating in its user's history, counted from the newest; ratings of one second share a place.</summary>
public static class RatingOrder
{
    /// <summary>Counts, for each rating, the user's ratings with a strictly later time (b in the formulas).</summary>
    /// <param name="timestamps">Ascending Unix seconds of one user; empty when times are unknown.</param>
    /// <param name="later">
    /// Receives one count per rating. Without times all are 0: every rating is as recent as any other.
    /// </param>
    public static void CountLater(ReadOnlySpan<long> timestamps, Span<int> later)
    {
        if (timestamps.IsEmpty)
        {
            later.Clear();
            return;
        }

        for (var position = timestamps.Length - 1; position >= 0; position--)
        {
            var tied = position + 1 < timestamps.Length && timestamps[position] == timestamps[position + 1];
            later[position] = tied ? later[position + 1] : timestamps.Length - 1 - position;
        }
    }
}
