using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>
/// The logarithms of movies' rating rates before a request: lately, in the last years, and ever. Requests after the training
/// share one kept result; those of an evaluation, each at its own time, compute only the movies they need.
/// </summary>
/// <param name="trends">The rating times of the movies.</param>
internal sealed class MovieRates(ItemTrends trends)
{
    // Half-lives in periods, whose length follows the data.
    private const double RecentHalfLife = 30.0 / 7;
    private const double YearsHalfLife = 180.0 / 7;

    private AtTime? _present;

    /// <summary>Returns the rates at a time.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    public AtTime At(long requestTime)
    {
        if (trends.End is { } end && requestTime < end)
            return new AtTime(trends, requestTime);
        return _present ??= new AtTime(trends, trends.End ?? 0).Keep();
    }

    /// <summary>The rates of all movies at one time.</summary>
    internal sealed class AtTime
    {
        private readonly ItemTrends _trends;
        private readonly float[] _recent = new float[ItemTrends.PeriodCount];
        private readonly float[] _years = new float[ItemTrends.PeriodCount];
        private readonly float[] _ever = new float[ItemTrends.PeriodCount];
        private (float Recent, float Years, float Ever)[]? _kept;

        public AtTime(ItemTrends trends, long time)
        {
            _trends = trends;
            trends.WeighPeriods(time, RecentHalfLife * trends.PeriodDays, _recent);
            trends.WeighPeriods(time, YearsHalfLife * trends.PeriodDays, _years);
            trends.WeighPeriods(time, double.PositiveInfinity, _ever);
        }

        /// <summary>Returns the rates of one movie.</summary>
        public (float Recent, float Years, float Ever) Of(int item) => _kept is { } kept ? kept[item] : Compute(item);

        /// <summary>Computes the rates of all movies at once.</summary>
        public AtTime Keep()
        {
            var kept = new (float Recent, float Years, float Ever)[_trends.Years.Length];
            for (var item = 0; item < kept.Length; item++)
                kept[item] = Compute(item);
            _kept = kept;
            return this;
        }

        private (float Recent, float Years, float Ever) Compute(int item) => (
            _trends.LogRate(_trends.Sum(item, _recent)),
            _trends.LogRate(_trends.Sum(item, _years)),
            _trends.LogRate(_trends.Sum(item, _ever)));
    }
}
