using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;
using Recofilm.Lab.Report;

namespace Recofilm.Cli.Commands;

/// <summary>Collects the content of a model card from the registry and from an evaluation on the current data.</summary>
internal sealed class ModelCardReader(IServiceProvider services, TimeProvider time)
{
    private readonly ModelRegistry _registry = services.GetRequiredService<ModelRegistry>();

    /// <summary>Finds a version.</summary>
    /// <param name="name">Its name, or "champion".</param>
    /// <param name="versions">The versions in the registry.</param>
    /// <exception cref="CommandException">No version has that name, or it is incomplete.</exception>
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

        return found.Manifest is not null
            ? found
            : throw new CommandException($"model {found.Version} is incomplete: it has no manifest.");
    }

    /// <summary>Collects the content of the card.</summary>
    /// <param name="version">The version.</param>
    /// <param name="versions">The versions in the registry.</param>
    /// <param name="progress">Receives the share of the evaluation done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    public async Task<ModelCard> ReadAsync(
        ModelListing version, IReadOnlyList<ModelListing> versions, IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        var manifest = version.Manifest!;
        var models = await ChampionModels.LoadAsync(_registry, manifest, cancellationToken);
        var data = await services.GetRequiredService<TrainingDataSource>()(cancellationToken);
        var options = services.GetRequiredService<IOptions<TrainingOptions>>().Value;
        var errors = await Task.Run(
            () => ErrorBreakdown.Measure(data, manifest, models.Evaluated, options, progress, cancellationToken),
            cancellationToken);
        using var model = ModelSnapshot.Lease(manifest, models.Models);
        var examples = new CardExamples(model, time);
        var upToIt = versions.Select(other => other.Manifest).OfType<ModelManifest>()
            .Where(other => other.CreatedAt <= manifest.CreatedAt).OrderBy(other => other.CreatedAt);
        return new ModelCard(
            version, manifest, [.. upToIt], errors, data.Fingerprint == manifest.Data.Fingerprint,
            examples.Users(data), examples.Movies(), time.GetUtcNow());
    }
}
