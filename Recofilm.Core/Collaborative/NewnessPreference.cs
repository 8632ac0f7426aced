using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// How much users who come back prefer what is new to them, learned from their visits: the coefficient w of a conditional
/// logit (McFadden 1974) in which a movie that is liked in a visit is j with a probability proportional to
/// <c>c_j e^(w x_j)</c>, over the movies that are out and that the user had not rated before; c_j is how many users like j
/// and x_j its newness to this user (<see cref="NewReleases"/>). Every visit counts once, however long it is, and w has a
/// standard normal prior, so that a few visits do not decide. Where years of release say nothing of what people watch, w is
/// near 0.
/// </summary>
internal sealed class NewnessPreference
{
    private const double Tolerance = 1e-6;
    private const int MostSteps = 50;

    private readonly RatingMatrix _matrix;
    private readonly ItemTrends _trends;
    private readonly NewReleases _releases;
    private readonly long _visitSeconds;

    // The years of release, ascending; by item which of them; by item and by year how many like it.
    private readonly float[] _years;
    private readonly int[] _yearOf;
    private readonly int[] _likes;
    private readonly double[] _likesOfYear;

    private NewnessPreference(RatingMatrix matrix, ItemTrends trends, RegimeOptions regimes)
    {
        _matrix = matrix;
        _trends = trends;
        _releases = new NewReleases(trends, regimes.NewnessYears);
        _visitSeconds = (long)regimes.VisitBegins.TotalSeconds;
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

    /// <summary>Turns weights of newness that are multiples of w into the weights themselves; w below 0 counts as 0.</summary>
    /// <inheritdoc cref="Estimate"/>
    public static RegimeOptions Learn(
        RegimeOptions regimes, RatingMatrix matrix, ItemTrends trends, CancellationToken cancellationToken)
    {
        var preference = (float)Math.Max(0, Estimate(matrix, trends, regimes, cancellationToken));
        return regimes with { Visit = Weighted(regimes.Visit), Return = Weighted(regimes.Return) };

        Regime Weighted(in Regime regime) => regime with { NewnessWeight = regime.NewnessWeight * preference };
    }

    /// <summary>The posterior mode of w; 0 for ratings without times.</summary>
    /// <param name="matrix">The ratings.</param>
    /// <param name="trends">When the same movies were rated and released.</param>
    /// <param name="regimes">Says when a new visit begins, and how fast newness fades.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static double Estimate(
        RatingMatrix matrix, ItemTrends trends, RegimeOptions regimes, CancellationToken cancellationToken)
    {
        if (!matrix.HasTimestamps)
            return 0;
        var preference = new NewnessPreference(matrix, trends, regimes);
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

    // The first derivative of the log posterior and minus its second.
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

    // Newness on average over what was liked in a visit, and its mean and variance over what could have been.
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
