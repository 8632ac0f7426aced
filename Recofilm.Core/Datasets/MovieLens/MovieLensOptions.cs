namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>The limits on bad lines of MovieLens files.</summary>
public sealed record MovieLensOptions
{
    /// <summary>The share of a file's lines that may be bad before reading fails, 0 to 1; 1 % unless set.</summary>
    public double MaxRejectedShare { get; init; } = 0.01;

    /// <summary>The number of bad lines that are kept for the report, at least 0; the others are only counted.</summary>
    public int KeptRejections { get; init; } = 20;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public void Validate()
    {
        if (MaxRejectedShare is not (>= 0 and <= 1))
            throw new ArgumentException($"MaxRejectedShare must be between 0 and 1; got {MaxRejectedShare}.");
        if (KeptRejections < 0)
            throw new ArgumentException($"KeptRejections must be at least 0; got {KeptRejections}.");
    }
}
