using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking;

/// <summary>
/// Learns from users' visits how much returning users prefer new releases: the coefficient w of a conditional logit (McFadden
/// 1974), in which a liked movie of a visit is j with a probability proportional to <c>c_j e^(w x_j)</c>, over the released
/// movies that the user had not rated before. c_j is the number of users who like j, and x_j its newness to this user
/// (<see cref="ReleaseRecency"/>). Every visit counts once, however long it is. The standard normal prior of w keeps a few visits
/// from deciding. If years of release do not predict what people watch, w is near 0.
/// </summary>
internal sealed class RecencyPreference
{
    private const double Tolerance = 1e-6;
    private const int MostSteps = 50;

    private readonly RatingMatrix _matrix;
    private readonly ItemTrends _trends;
    private readonly ReleaseRecency _releases;
    private readonly long _visitSeconds;

    // The years of release, ascending; the index of each item's year; the number of users who like each item and each year.
    private readonly float[] _years;
    private readonly int[] _yearOf;
    private readonly int[] _likes;
    private readonly double[] _likesOfYear;

    private RecencyPreference(RatingMatrix matrix, ItemTrends trends, SessionBlendOptions blend)
    {
        _matrix = matrix;
        _trends = trends;
        _releases = new ReleaseRecency(trends, blend.NewnessYears);
        _visitSeconds = (long)blend.VisitBegins.TotalSeconds;
        _years = [.. trends.Years.ToArray().Distinct().Order()];
        _yearOf = Array.ConvertAll(trends.Years.ToArray(), year => Array.BinarySearch(_years, year));
        _likes = new int[matrix.ItemCount];
        _likesOfYear = new double[_years.Length];
        for (var position = 0; position < matrix.Count; position++)
        {
            if (!IsLiked(position))
                continue;
            _likes[matrix.Items[position]]++;
            _likesOfYear[_yearOf[matrix.Items[position]]]++;
        }
    }

    /// <summary>Makes the blend for the w of the ratings; a w below 0 counts as 0.</summary>
    /// <inheritdoc cref="Estimate"/>
    public static LearnedSessionBlend Learn(
        SessionBlendOptions blend, RatingMatrix matrix, ItemTrends trends, CancellationToken cancellationToken) =>
        LearnedSessionBlend.Of(blend, (float)Math.Max(0, Estimate(matrix, trends, blend, cancellationToken)), trends.SpanDays);

    /// <summary>Estimates the posterior mode of w; 0 for ratings without times.</summary>
    /// <param name="matrix">The ratings.</param>
    /// <param name="trends">The rating times and release years of the same movies.</param>
    /// <param name="blend">The pause that begins a new visit, and the decay of newness.</param>
    /// <param name="cancellationToken">Stops the estimation.</param>
    /// <exception cref="OperationCanceledException">The estimation was stopped.</exception>
    public static double Estimate(
        RatingMatrix matrix, ItemTrends trends, SessionBlendOptions blend, CancellationToken cancellationToken)
    {
        if (!matrix.HasTimestamps)
            return 0;
        var preference = new RecencyPreference(matrix, trends, blend);
        var coefficient = 0.0;
        for (var step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (slope, curvature) = preference.Derivatives(coefficient);
            // The log posterior is concave; a bounded step keeps Newton's method from overshooting where it is flat.
            var change = Math.Clamp(slope / curvature, -1, 1);
            coefficient += change;
            if (Math.Abs(change) < Tolerance)
                break;
        }

        return coefficient;
    }

    // Returns the first derivative of the log posterior and the negative of its second.
    private (double Slope, double Curvature) Derivatives(double coefficient)
    {
        var unrated = new double[_years.Length];
        var (slope, curvature) = (-coefficient, 1.0);
        for (var user = 0; user < _matrix.UserCount; user++)
        {
            _likesOfYear.CopyTo(unrated, 0);
            var (visit, end) = (_matrix.RowStarts[user], _matrix.RowStarts[user + 1]);
            for (var next = VisitEnd(visit, end); next < end; next = VisitEnd(visit, end))
            {
                for (; visit < next; visit++)
                    unrated[_yearOf[_matrix.Items[visit]]] -= _likes[_matrix.Items[visit]];
                var (chosen, mean, variance) = Visit(visit, VisitEnd(visit, end), coefficient, unrated);
                slope += chosen - mean;
                curvature += variance;
            }
        }

        return (slope, curvature);
    }

    // Returns the mean newness of the movies liked in a visit, and the mean and variance over all possible movies.
    private (double Chosen, double Mean, double Variance) Visit(int start, int end, double coefficient, double[] unrated)
    {
        var (last, now) = (_trends.YearAt(_matrix.Timestamps[start - 1]), _trends.YearAt(_matrix.Timestamps[start]));
        var (chosen, count) = (0.0, 0);
        for (var position = start; position < end; position++)
        {
            var year = _trends.Years[_matrix.Items[position]];
            if (!IsLiked(position) || year > now)
                continue;
            chosen += _releases.At(year, last, now);
            count++;
        }

        if (count == 0)
            return default;
        var (total, sum, squares) = (0.0, 0.0, 0.0);
        for (var year = 0; year < _years.Length && _years[year] <= now; year++)
        {
            var newness = _releases.At(_years[year], last, now);
            var likely = unrated[year] * Math.Exp(coefficient * newness);
            total += likely;
            sum += likely * newness;
            squares += likely * newness * newness;
        }

        var mean = sum / total;
        return (chosen / count, mean, (squares / total) - (mean * mean));
    }

    private int VisitEnd(int start, int end)
    {
        var next = start + 1;
        while (next < end && _matrix.Timestamps[next] - _matrix.Timestamps[next - 1] < _visitSeconds)
            next++;
        return Math.Min(next, end);
    }

    private bool IsLiked(int position) => _matrix.Ratings[position] >= PreferenceWeights.LikedFrom;
}
