using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;

namespace Recofilm.Cli.Status;

/// <summary>
/// The state of the platform at a moment. API, database and registry are each up or have a problem. A value that comes from a
/// part that is down is <see langword="null"/>.
/// </summary>
/// <param name="At">The moment, UTC.</param>
/// <param name="Api">The program that serves.</param>
/// <param name="Database">The database.</param>
/// <param name="Registry">The model versions.</param>
/// <param name="Runs">The latest training runs, newest first.</param>
/// <param name="Trial">The running experiment, if there is one.</param>
/// <param name="Online">The online measures of the versions.</param>
/// <param name="Drift">The state of each drift measure; measures with too few users are left out.</param>
/// <param name="PendingFeedback">
/// The ratings that no model has learned from yet; also <see langword="null"/> while there is no champion.
/// </param>
internal sealed record StatusReport(
    DateTimeOffset At,
    Probed<ApiState> Api,
    Probed<DatabaseState> Database,
    Probed<RegistryState> Registry,
    IReadOnlyList<TrainingRun>? Runs,
    TrialReport? Trial,
    IReadOnlyList<OnlineMeasure>? Online,
    IReadOnlyList<DriftState>? Drift,
    FeedbackCount? PendingFeedback)
{
    /// <summary>Whether no part has a problem.</summary>
    public bool Up => Api.Up && Database.Up && Registry.Up;
}

/// <summary>A program that answers.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Milliseconds">The time of its fastest endpoint over an open connection.</param>
/// <param name="ModelVersion">The model that it serves.</param>
internal sealed record ApiState(Uri Address, double Milliseconds, string? ModelVersion);

/// <summary>A registry that answers.</summary>
/// <param name="Container">The address of its container.</param>
/// <param name="Versions">The number of versions it holds.</param>
/// <param name="Champion">The pointer to the version that serves.</param>
/// <param name="Manifest">The manifest of the champion.</param>
/// <param name="Challenger">The pointer to the version in an experiment.</param>
internal sealed record RegistryState(
    Uri Container, int Versions, ChampionPointer? Champion, ModelManifest? Manifest, ChallengerPointer? Challenger);
