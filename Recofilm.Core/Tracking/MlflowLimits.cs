using System.Text;
using System.Text.Json;

namespace Recofilm.Core.Tracking;

/// <summary>What the oldest supported server accepts, and how values are made to fit.</summary>
internal static class MlflowLimits
{
    public const int Metrics = 1000;
    public const int Params = 100;
    public const int Tags = 100;
    public const int Entities = 1000;

    // Of the million bytes that a request may have, some are left for what surrounds the entities.
    public const int Bytes = 990_000;

    private const int KeyLength = 250;
    private const int ParamLength = 500;
    private const int TagLength = 5000;

    /// <summary>A key: letters, digits, and <c>_ - . / space</c>; no path that resolves to another.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var character in name)
            key.Append(char.IsAsciiLetterOrDigit(character) || "_-./ ".Contains(character, StringComparison.Ordinal) ? character : '_');
        var segments = key.ToString().Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Select(segment => segment.Trim('.').Length == 0 ? "_" : segment);
        var path = string.Join('/', segments);
        return path.Length == 0 ? "_" : Cut(path, KeyLength).TrimEnd('/');
    }

    /// <summary>A parameter whose key and value are accepted.</summary>
    public static MlflowPair Param(string key, string value) => new(Key(key), Cut(value, ParamLength));

    /// <summary>A tag whose key and value are accepted.</summary>
    public static MlflowPair Tag(string key, string value) => new(Key(key), Cut(value, TagLength));

    /// <summary>Divides entities into requests that are accepted; entities keep their order.</summary>
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

    /// <summary>A request that is being filled; adding what does not fit hands out the full one and begins another.</summary>
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
