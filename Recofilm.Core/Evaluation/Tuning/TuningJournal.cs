using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>
/// The trials of a search as they were made, one line of JSON each: a search that was killed and is started again reads
/// them instead of making them again. The first line says what they are of.
/// </summary>
public sealed class TuningJournal : IDisposable
{
    private readonly Dictionary<string, TuningTrial> _trials = [];
    private readonly StreamWriter _writer;

    private TuningJournal(StreamWriter writer) => _writer = writer;

    /// <summary>How many trials there are.</summary>
    public int Count => _trials.Count;

    /// <summary>Opens a journal, or begins it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="subject">What is tuned on which data.</param>
    /// <exception cref="InvalidDataException">The file is of something else.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static TuningJournal Open(string path, string subject)
    {
        var lines = File.Exists(path) ? File.ReadAllText(path) : "";

        // What a killed process had not finished writing does not count.
        string[] whole = lines[..(lines.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (whole.Length > 0 && whole[0] != subject)
            throw new InvalidDataException($"{path} is of another search ({whole[0]}, not {subject}); remove it or name another file.");
        var journal = new TuningJournal(new StreamWriter(path, append: false) { NewLine = "\n" });
        journal._writer.WriteLine(subject);
        foreach (var line in whole.Skip(1))
            journal.Add(JsonSerializer.Deserialize(line, TuningJson.Default.TuningTrial)!);
        journal._writer.Flush();
        return journal;
    }

    /// <summary>Finds a trial that was made.</summary>
    public TuningTrial? Find(SortedDictionary<string, double> options) => _trials.GetValueOrDefault(TuningTrial.KeyOf(options));

    /// <summary>Writes a trial down.</summary>
    public void Add(TuningTrial trial)
    {
        _trials[TuningTrial.KeyOf(trial.Options)] = trial;
        _writer.WriteLine(JsonSerializer.Serialize(trial, TuningJson.Default.TuningTrial));
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}

/// <summary>How trials and results are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TuningTrial))]
internal sealed partial class TuningJson : JsonSerializerContext;
