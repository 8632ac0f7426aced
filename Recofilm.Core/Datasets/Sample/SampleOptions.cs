namespace Recofilm.Core.Datasets.Sample;

/// <summary>The simulated users who rate the sample catalogue.</summary>
public sealed record SampleOptions
{
    /// <summary>The number of users, with identifiers from 1; at least 1.</summary>
    public int Users { get; init; } = 600;

    /// <summary>The mean number of ratings per user, log-normally spread; 10 to 300.</summary>
    public int MeanRatings { get; init; } = 70;

    /// <summary>The seed of all random draws: the same seed gives the same ratings.</summary>
    public int Seed { get; init; } = 7;

    /// <summary>Refuses values out of their ranges.</summary>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public void Validate()
    {
        if (Users < 1)
            throw new ArgumentException($"{nameof(Users)} must be at least 1.");
        if (MeanRatings is < 10 or > 300)
            throw new ArgumentException($"{nameof(MeanRatings)} must be between 10 and 300.");
    }
}
