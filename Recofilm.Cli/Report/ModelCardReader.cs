using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Recofilm.Cli.Commands;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;

namespace Recofilm.Cli.Report;

/// <summary>Gathers what a model card tells: from the registry, and by measuring again on the data as they are now.</summary>
/// <param name="services">The product's parts.</param>
/// <param name="time">The clock.</param>
internal sealed class ModelCardReader(IServiceProvider services, TimeProvider time)
{
    private readonly ModelRegistry _registry = services.GetRequiredService<ModelRegistry>();

    /// <summary>Finds a version.</summary>
    /// <param name="name">Its name, or "champion".</param>
    /// <param name="versions">The registry.</param>
    /// <exception cref="CommandException">There is none of that name, or it is incomplete.</exception>
    public static ModelListing Find(string name, IReadOnlyList<ModelListing> versions)
    {
        ModelListing found;
        if (name == "champion")
        {
            found = versions.FirstOrDefault(version => version.State == ModelState.Champion)
                ?? throw new CommandException("there is no champion yet: recofilm train.");
        }
        else
        {
            var wanted = ModelsCommand.VersionOf(name);
            found = versions.FirstOrDefault(version => version.Version == wanted)
                ?? throw new CommandException($"there is no model {name}; 'recofilm models list' shows those there are.");
        }

        return found.Manifest is not null ? found : throw new CommandException($"model {found.Version} is incomplete: it has no manifest.");
    }

    /// <summary>Gathers.</summary>
    /// <param name="version">The version.</param>
    /// <param name="versions">The registry.</param>
    /// <param name="progress">Told how far the measuring is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ModelCard> ReadAsync(
        ModelListing version, IReadOnlyList<ModelListing> versions, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var manifest = version.Manifest!;
        var models = await ChampionModels.LoadAsync(_registry, manifest, cancellationToken);
        var data = await services.GetRequiredService<TrainingDataSource>()(cancellationToken);
        var options = services.GetRequiredService<IOptions<TrainingOptions>>().Value;
        var errors = await Task.Run(
            () => ErrorBreakdown.Measure(data, manifest, models.Evaluated, options, progress, cancellationToken), cancellationToken);
        var examples = new CardExamples(new ModelSnapshot(manifest, models.Models), time);
        var upToIt = versions.Select(other => other.Manifest).OfType<ModelManifest>()
            .Where(other => other.CreatedAt <= manifest.CreatedAt).OrderBy(other => other.CreatedAt);
        return new ModelCard(
            version, manifest, [.. upToIt], errors, data.Fingerprint == manifest.Data.Fingerprint, examples.Users(data), examples.Movies(), time.GetUtcNow());
    }
}
