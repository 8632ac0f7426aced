using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Lab.Tuning;

/// <summary>
/// The trials of a search in the order in which they were made, one line of JSON each. A search that was killed and is started
/// again reads them instead of repeating them. The first line names the model and the data.
/// </summary>
public sealed class TuningJournal : IDisposable
{
    private readonly Dictionary<string, Trial> _trials = [];
    private readonly StreamWriter _writer;

    private TuningJournal(StreamWriter writer) => _writer = writer;

    /// <summary>The number of trials.</summary>
    public int Count => _trials.Count;

    /// <summary>Opens or creates a journal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="subject">The tuned model and its data.</param>
    /// <exception cref="InvalidDataException">The file belongs to another search.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static TuningJournal Open(string path, string subject)
    {
        var lines = File.Exists(path) ? File.ReadAllText(path) : "";

        // Skips a line that a killed process did not finish.
        string[] whole = lines[..(lines.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (whole.Length > 0 && whole[0] != subject)
            throw new InvalidDataException(
                $"{path} belongs to another search ({whole[0]}, not {subject}); remove it or name another file.");
        var journal = new TuningJournal(new StreamWriter(path, append: false) { NewLine = "\n" });
        journal._writer.WriteLine(subject);
        foreach (var line in whole.Skip(1))
            journal.Add(JsonSerializer.Deserialize(line, TuningJson.Default.Trial)!);
        journal._writer.Flush();
        return journal;
    }

    /// <summary>Returns an earlier trial of the same options, or <see langword="null"/>.</summary>
    public Trial? Find(SortedDictionary<string, double> options) => _trials.GetValueOrDefault(Trial.KeyOf(options));

    /// <summary>Appends a trial.</summary>
    public void Add(Trial trial)
    {
        _trials[Trial.KeyOf(trial.Options)] = trial;
        _writer.WriteLine(JsonSerializer.Serialize(trial, TuningJson.Default.Trial));
        _writer.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}

/// <summary>The JSON format of trials and results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Trial))]
internal sealed partial class TuningJson : JsonSerializerContext;
