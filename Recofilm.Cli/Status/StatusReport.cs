using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;

namespace Recofilm.Cli.Status;

/// <summary>
/// The state of the platform at a moment. API, database and registry are either up or have a problem; what is known only
/// through one that is down is <see langword="null"/>.
/// </summary>
/// <param name="At">The moment, UTC.</param>
/// <param name="Api">The program that serves.</param>
/// <param name="Database">The database.</param>
/// <param name="Registry">The model versions.</param>
/// <param name="Runs">The latest training runs, newest first.</param>
/// <param name="Trial">The trial under way, if there is one.</param>
/// <param name="Online">How versions did with users.</param>
/// <param name="Drift">Whether users do otherwise than they did; measures of too few users are left out.</param>
/// <param name="PendingFeedback">What no model has learned from yet; <see langword="null"/> while there is no champion, too.</param>
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
    /// <summary>Whether nothing is wrong with any part.</summary>
    public bool Up => Api.Up && Database.Up && Registry.Up;
}

/// <summary>A program that answers.</summary>
/// <param name="Address">Where.</param>
/// <param name="Milliseconds">How long its shortest answer takes, the connection being open.</param>
/// <param name="ModelVersion">The model that it serves.</param>
internal sealed record ApiState(Uri Address, double Milliseconds, string? ModelVersion);

/// <summary>A registry that answers.</summary>
/// <param name="Container">Which container it is.</param>
/// <param name="Versions">How many versions it holds.</param>
/// <param name="Champion">Which version serves.</param>
/// <param name="Manifest">The champion's.</param>
/// <param name="Challenger">Which version is on trial.</param>
internal sealed record RegistryState(
    Uri Container, int Versions, ChampionPointer? Champion, ModelManifest? Manifest, ChallengerPointer? Challenger);
