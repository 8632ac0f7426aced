using System.Globalization;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Files;

/// <summary>How an evaluation divides ratings that carry times.</summary>
/// <param name="Name">The split's name in reports.</param>
/// <param name="Divide">Divides the ratings; returns nothing when there is no user to evaluate.</param>
public sealed record SplitRule(string Name, Func<RatingMatrix, IReadOnlyList<RankingSplit>> Divide)
{
    private const string TimePrefix = "time:";

    /// <summary>The last fifth of each user's ratings.</summary>
    public static SplitRule InVisit { get; } = new("in_visit", ratings => [InVisitSplit.Of(ratings)]);

    /// <summary>Each user's last visit.</summary>
    public static SplitRule NextVisit { get; } = new("next_visit", ratings => [NextVisitSplit.Of(ratings)]);

    /// <summary>The first visit after each of several cuts in time.</summary>
    public static SplitRule Time { get; } = new("time", TimeSplit.Of);

    /// <summary>Users with one to nine ratings.</summary>
    public static SplitRule NewUsers { get; } = new("new_users", ratings => [NewUsersSplit.Of(ratings)]);

    /// <summary>Those of an evaluation that names none.</summary>
    public static IReadOnlyList<SplitRule> Default { get; } = [InVisit, NextVisit];

    /// <summary>
    /// Reads rules: <c>in-visit</c>, <c>next-visit</c>, <c>time</c>, <c>new-users</c> and <c>time:&lt;days&gt;d</c>, separated by
    /// commas.
    /// </summary>
    /// <param name="text">The rules.</param>
    /// <param name="published">Whether the last days are divided as <see cref="LastDaysSplit"/> says.</param>
    /// <exception cref="FormatException">A rule is not known; the message names those that are.</exception>
    public static IReadOnlyList<SplitRule> Parse(string text, bool published)
    {
        SplitRule[] rules = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct()
            .Select(rule => One(rule, published))];
        return rules.Length > 0 ? rules : throw Unknown(text);
    }

    /// <summary>Applies the rule.</summary>
    /// <param name="ratings">Ratings with times.</param>
    public EvaluationSplit Apply(RatingMatrix ratings) => new(Name, Divide(ratings));

    private static SplitRule One(string rule, bool published)
    {
        if (Days(rule) is { } days)
        {
            return published
                ? new($"last_{days}_days", ratings => [LastDaysSplit.Of(ratings, days)])
                : new($"time_{days}_days", ratings => [TimeSplit.At(ratings, LastDaysSplit.CutOf(ratings, days))]);
        }

        return (rule, published) switch
        {
            (_, true) => throw new FormatException($"--protocol rectools must go with --split time:<days>d; got {rule}."),
            ("in-visit", _) => InVisit,
            ("next-visit", _) => NextVisit,
            ("time", _) => Time,
            ("new-users", _) => NewUsers,
            _ => throw Unknown(rule),
        };
    }

    private static int? Days(string rule) => rule.StartsWith(TimePrefix, StringComparison.Ordinal) && rule.EndsWith('d')
        && int.TryParse(rule[TimePrefix.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
        && days is >= 1 and <= 36_500
        ? days
        : null;

    private static FormatException Unknown(string rule) =>
        new($"--split must be in-visit, next-visit, time, new-users or time:<days>d; got {rule}.");
}
