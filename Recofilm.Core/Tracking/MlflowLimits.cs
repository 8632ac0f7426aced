using System.Text;
using System.Text.Json;

namespace Recofilm.Core.Tracking;

/// <summary>The limits of the oldest supported server, and the conversions that make values fit.</summary>
internal static class MlflowLimits
{
    public const int Metrics = 1000;
    public const int Params = 100;
    public const int Tags = 100;
    public const int Entities = 1000;

    // A request may have a million bytes. Some of them are reserved for the text around the entities.
    public const int Bytes = 990_000;

    private const int KeyLength = 250;
    private const int ParamLength = 500;
    private const int TagLength = 5000;

    /// <summary>
    /// Converts a name to a key of letters, digits, and <c>_ - . / space</c> that does not resolve to another path.
    /// </summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var character in name)
        {
            var isAllowed = char.IsAsciiLetterOrDigit(character) || "_-./ ".Contains(character, StringComparison.Ordinal);
            key.Append(isAllowed ? character : '_');
        }

        var segments = key.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(segment => segment.Trim('.').Length == 0 ? "_" : segment);
        var path = string.Join('/', segments);
        return path.Length == 0 ? "_" : Cut(path, KeyLength).TrimEnd('/');
    }

    /// <summary>Creates a parameter with a key and a value that the server accepts.</summary>
    public static MlflowPair Param(string key, string value) => new(Key(key), Cut(value, ParamLength));

    /// <summary>Creates a tag with a key and a value that the server accepts.</summary>
    public static MlflowPair Tag(string key, string value) => new(Key(key), Cut(value, TagLength));

    /// <summary>Divides entities into requests that the server accepts. Entities keep their order.</summary>
    public static IEnumerable<LogBatch> Batches(
        string runId, IEnumerable<MlflowMetric> metrics, IEnumerable<MlflowPair> parameters, IEnumerable<MlflowPair> tags)
    {
        var batch = new Batch(runId);
        foreach (var full in parameters.Select(pair => batch.AddParam(pair))
            .Concat(tags.Select(pair => batch.AddTag(pair)))
            .Concat(metrics.Select(metric => batch.AddMetric(metric))))
        {
            if (full is not null)
                yield return full;
        }

        if (batch.Take() is { } last)
            yield return last;
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }

    /// <summary>Fills a request. An entity that does not fit returns the full request and begins another.</summary>
    private sealed class Batch(string runId)
    {
        private readonly List<MlflowMetric> _metrics = [];
        private readonly List<MlflowPair> _params = [];
        private readonly List<MlflowPair> _tags = [];
        private int _bytes;

        public LogBatch? AddMetric(MlflowMetric metric) =>
            Add(_metrics, Metrics, metric, JsonSerializer.SerializeToUtf8Bytes(metric, MlflowJson.Default.MlflowMetric).Length);

        public LogBatch? AddParam(MlflowPair pair) =>
            Add(_params, Params, pair, JsonSerializer.SerializeToUtf8Bytes(pair, MlflowJson.Default.MlflowPair).Length);

        public LogBatch? AddTag(MlflowPair pair) =>
            Add(_tags, Tags, pair, JsonSerializer.SerializeToUtf8Bytes(pair, MlflowJson.Default.MlflowPair).Length);

        public LogBatch? Take()
        {
            if (_metrics.Count + _params.Count + _tags.Count == 0)
                return null;
            var taken = new LogBatch(runId, [.. _metrics], [.. _params], [.. _tags]);
            _metrics.Clear();
            _params.Clear();
            _tags.Clear();
            _bytes = 0;
            return taken;
        }

        private LogBatch? Add<T>(List<T> entities, int limit, T entity, int bytes)
        {
            var isFull = entities.Count == limit
                || _metrics.Count + _params.Count + _tags.Count == Entities
                || _bytes + bytes + 1 > Bytes;
            var full = isFull ? Take() : null;
            entities.Add(entity);
            _bytes += bytes + 1;
            return full;
        }
    }
}
