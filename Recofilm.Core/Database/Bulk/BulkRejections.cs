namespace Recofilm.Core.Database.Bulk;

/// <summary>An error of a line.</summary>
/// <param name="Line">The line's number in the file, from 1; the header of CSV is line 1.</param>
/// <param name="Field">The invalid field, or <see langword="null"/> when the whole line is invalid.</param>
/// <param name="Reason">The error, as it follows the field's name.</param>
public sealed record BulkRejection(long Line, string? Field, string Reason);

/// <summary>Counts the rejected lines and keeps the first errors.</summary>
internal sealed class BulkRejections
{
    /// <summary>The largest number of errors to keep.</summary>
    public const int MaxSamples = 100;

    private readonly List<BulkRejection> _samples = [];
    private long _lastLine;

    /// <summary>The number of rejected lines.</summary>
    public long Lines { get; private set; }

    /// <summary>The first errors, by line.</summary>
    public IReadOnlyList<BulkRejection> Samples => [.. _samples.OrderBy(sample => sample.Line)];

    /// <summary>Records an error; all errors of one line must be recorded in sequence.</summary>
    public void Add(long line, string? field, string reason)
    {
        if (line != _lastLine)
            Lines++;
        _lastLine = line;
        if (_samples.Count < MaxSamples)
            _samples.Add(new BulkRejection(line, field, reason));
    }
}
