namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>Collects the lines that were left out: counts all of them and keeps the first ones.</summary>
/// <param name="options">The number of lines to keep and the largest share of bad lines.</param>
public sealed class Rejections(MovieLensOptions options)
{
    // A file may fail in the middle only after this many lines; a shorter file is judged as a whole.
    private const long LinesBeforeFailingEarly = 10_000;
    private readonly List<RejectedLine> _samples = [];
    private readonly SortedDictionary<(string File, RejectionKind Kind), long> _counts = [];

    /// <summary>The first lines that were left out, in the order of reading.</summary>
    public IReadOnlyList<RejectedLine> Samples => _samples;

    /// <summary>The number of lines that were left out, by file and reason.</summary>
    public IReadOnlyDictionary<(string File, RejectionKind Kind), long> Counts => _counts;

    /// <summary>The total number of lines that were left out.</summary>
    public long Total => _counts.Values.Sum();

    /// <summary>Returns the number of lines of a file that were left out.</summary>
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
