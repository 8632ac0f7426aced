using System.Globalization;
using Recofilm.Core.Training;

namespace Recofilm.Scale.Pipeline;

/// <summary>Times phases that follow each other, and takes each one's processor time and peak of memory.</summary>
internal sealed class PhaseRecorder(TimeProvider time) : IProgress<TrainingProgress>
{
    private readonly List<Phase> _phases = [];
    private string? _name;
    private long _began;
    private TimeSpan _processorTime;

    /// <summary>The phases that have ended.</summary>
    public IReadOnlyList<Phase> Phases => _phases;

    /// <summary>Begins a phase and ends the one before.</summary>
    public void Enter(string name)
    {
        End();
        Console.Error.WriteLine($"{name} …");
        _name = name;
        _began = time.GetTimestamp();
        _processorTime = Environment.CpuUsage.TotalTime;
    }

    /// <summary>Ends the last phase.</summary>
    public void End()
    {
        var peak = PeakMemory.Take();
        if (_name is not null)
        {
            var phase = new Phase(
                _name, time.GetElapsedTime(_began).TotalSeconds,
                (Environment.CpuUsage.TotalTime - _processorTime).TotalSeconds, peak);
            _phases.Add(phase);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {phase.Seconds:F1} s, {phase.ProcessorSeconds:F1} s of processors, "
                    + $"at most {phase.PeakBytes / (double)(1 << 30):F2} GiB"));
        }

        _name = null;
    }

    /// <summary>A training tells of its steps as it enters them.</summary>
    public void Report(TrainingProgress value)
    {
        if (value.Detail.Length == 0)
            Enter(value.Step.ToString().ToLowerInvariant());
    }
}

/// <summary>A phase that has ended.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="ProcessorSeconds">Processor time of this process on all threads: what does not depend on other work.</param>
/// <param name="PeakBytes">The most memory held meanwhile.</param>
internal sealed record Phase(string Name, double Seconds, double ProcessorSeconds, long PeakBytes);
