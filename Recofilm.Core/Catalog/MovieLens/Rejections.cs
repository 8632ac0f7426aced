namespace Recofilm.Core.Catalog.MovieLens;

/// <summary>Collects the lines that were left out: all are counted, the first ones are kept.</summary>
/// <param name="options">How many to keep, and what share is too much.</param>
public sealed class Rejections(MovieLensOptions options)
{
    // A file must be this long before it may fail in the middle; shorter ones are judged as a whole.
    private const long LinesBeforeFailingEarly = 10_000;
    private readonly List<RejectedLine> _samples = [];
    private readonly SortedDictionary<(string File, RejectionKind Kind), long> _counts = [];

    /// <summary>The first lines that were left out, in the order of reading.</summary>
    public IReadOnlyList<RejectedLine> Samples => _samples;

    /// <summary>How many lines were left out, by file and reason.</summary>
    public IReadOnlyDictionary<(string File, RejectionKind Kind), long> Counts => _counts;

    /// <summary>How many lines were left out in all.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>How many lines of a file were left out.</summary>
    public long CountOf(string file) => _counts.Where(pair => pair.Key.File == file).Sum(pair => pair.Value);

    internal void Add(RejectedLine line, long linesRead)
    {
        if (_samples.Count < options.KeptRejections)
            _samples.Add(line);
        var key = (line.File, line.Kind);
        _counts[key] = _counts.GetValueOrDefault(key) + 1;
        if (linesRead >= LinesBeforeFailingEarly)
            ThrowIfTooMany(line.File, linesRead);
    }

    /// <exception cref="MovieLensFormatException">More lines were left out than the options allow.</exception>
    internal void ThrowIfTooMany(string file, long linesRead)
    {
        var count = CountOf(file);
        if (count <= options.MaxRejectedShare * linesRead)
            return;
        var first = _samples.FirstOrDefault(line => line.File == file);
        throw new MovieLensFormatException(
            $"{count} of the first {linesRead} lines of {file} are bad ({(double)count / linesRead:P1}, " +
            $"at most {options.MaxRejectedShare:P1} may be)." + (first is null ? "" : $" The first: {first}"));
    }
}
