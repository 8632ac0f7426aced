namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>
/// The quotas by the user's number of ratings: a few ratings say little about a user, who is then likely to want what most
/// others do.
/// </summary>
/// <param name="Newcomers">The quotas for users with fewer than <see cref="NewcomerRatings"/> ratings.</param>
/// <param name="Others">The quotas for all other users.</param>
public sealed record RequestQuotas(CandidateQuotas Newcomers, CandidateQuotas Others)
{
    /// <summary>The number of ratings from which a user is no newcomer.</summary>
    public const int NewcomerRatings = 10;

    /// <summary>Takes the same quotas for all users.</summary>
    public RequestQuotas(CandidateQuotas quotas)
        : this(quotas, quotas)
    {
    }

    /// <summary>Returns the quotas for a user.</summary>
    /// <param name="ratings">The number of the user's ratings.</param>
    public CandidateQuotas For(int ratings) => ratings < NewcomerRatings ? Newcomers : Others;
}
