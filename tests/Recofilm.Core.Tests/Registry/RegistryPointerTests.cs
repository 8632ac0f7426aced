using System.Text;
using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Registry;

public sealed class RegistryPointerTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string ChampionMend = "Activating a version replaces it.";
    private const string ChallengerMend = "Starting or ending an experiment replaces it.";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private BlobContainerClient _container = null!;
    private ModelRegistry _registry = null!;
    private Experiment _trial = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _container = await azurite.CreateContainerAsync();
        _registry = new ModelRegistry(_container, _time);
        _trial = new Experiment(_registry, _container, _time);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_rollback_is_told_from_an_activation_and_has_a_reason()
    {
        var (first, second) = (await _registry.PublishAsync(1), await _registry.PublishAsync(2));
        await _registry.ActivateAsync(first, Cancellation);
        var activated = await _registry.ActivateAsync(second, Cancellation);
        Assert.Equal((false, null), (activated.RolledBack, activated.RollbackReason));
        _time.Advance(TimeSpan.FromHours(1));

        var back = await _registry.RollBackAsync(activated, "Fewer lists were played.", Cancellation);

        Assert.Equal(
            new ChampionPointer(first, second, _time.GetUtcNow(), RolledBack: true, "Fewer lists were played.")
            {
                ETag = back.ETag,
            },
            await _registry.ReadChampionAsync(Cancellation));
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_so()
    {
        var first = await _registry.ActivateAsync(await _registry.PublishAsync(1), Cancellation);
        await _registry.ActivateAsync(await _registry.PublishAsync(2), Cancellation);
        await _registry.PublishAsync(3);

        var exception = await Assert.ThrowsAsync<ChampionConflictException>(
            () => _registry.ActivateAsync(ExampleModel.Version(3), first, Cancellation));

        Assert.Equal(
            "Model 20261124T000003Z-00000003 was not activated: the champion was changed or locked at the same time.",
            exception.Message);
    }

    [Theory]
    [InlineData("null", "champion.json is not readable: it is null. " + ChampionMend)]
    [InlineData("[]", "champion.json is not readable: ")]
    public async Task Activating_a_version_replaces_an_unreadable_pointer(string content, string problem)
    {
        var version = await _registry.PublishAsync(1);
        await WriteAsync(ChampionPointer.FileName, content);

        var pointers = await _registry.ReadPointersAsync(Cancellation);
        Assert.Null(pointers.Champion);
        Assert.StartsWith(problem, Assert.Single(pointers.Problems), StringComparison.Ordinal);
        Assert.EndsWith($". {ChampionMend}", pointers.Problems[0], StringComparison.Ordinal);
        await _registry.ActivateAsync(version, Cancellation);

        var champion = await _registry.ReadChampionAsync(Cancellation);
        Assert.Equal((version, null), (champion!.Version, champion.Previous));
    }

    [Theory]
    [InlineData("0", "abc", "share must be above 0 and below 1; got 0.")]
    [InlineData("1", "abc", "share must be above 0 and below 1; got 1.")]
    [InlineData("0.5", "ääääääääääääääääääääääääääääääääa", "salt must have at most 64 bytes.")]
    public async Task A_challenger_that_nobody_could_be_drawn_for_is_unreadable(string share, string salt, string reason)
    {
        await WriteAsync(ChallengerPointer.FileName, Challenger(share, salt));

        var exception = await Assert.ThrowsAsync<UnreadablePointerException>(() => _registry.ReadChallengerAsync(Cancellation));

        Assert.StartsWith($"challenger.json is not readable: {reason}", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith($". {ChallengerMend}", exception.Message, StringComparison.Ordinal);
        Assert.Equal(await _registry.ReadChallengerETagAsync(Cancellation), exception.ETag);
    }

    [Fact]
    public async Task The_longest_salt_draws_users()
    {
        await WriteAsync(ChallengerPointer.FileName, Challenger("0.5", "ääääääääääääääääääääääääääääääää"));

        var challenger = await _registry.ReadChallengerAsync(Cancellation);

        Assert.InRange(Enumerable.Range(1, 1_000).Count(challenger!.Serves), 420, 580);
    }

    [Fact]
    public async Task A_trial_needs_a_champion_and_takes_the_place_of_the_one_before()
    {
        await _registry.PublishAsync(2);
        await _registry.PublishAsync(3);
        await Assert.ThrowsAsync<ModelNotFoundException>(() => _trial.StartAsync(ExampleModel.Version(2), 0.1, Cancellation));
        Assert.Null(await _registry.ReadChallengerETagAsync(Cancellation));
        await _registry.ActivateAsync(await _registry.PublishAsync(1), Cancellation);

        var first = await _trial.StartAsync(ExampleModel.Version(2), 0.1, Cancellation);
        var second = await _trial.StartAsync(ExampleModel.Version(3), 0.2, Cancellation);

        Assert.Equal(_time.GetUtcNow(), second.StartedAt);
        Assert.NotEqual(first.Salt, second.Salt);
        Assert.Equal(second, await _registry.ReadChallengerAsync(Cancellation));
        Assert.Equal(second.ETag, await _registry.ReadChallengerETagAsync(Cancellation));
    }

    [Fact]
    public async Task The_trial_of_one_version_ends_and_no_other()
    {
        await _registry.ActivateAsync(await _registry.PublishAsync(1), Cancellation);
        await _registry.PublishAsync(2);
        Assert.False(await _trial.EndAsync(ExampleModel.Version(2), Cancellation));
        await _trial.StartAsync(ExampleModel.Version(2), 0.1, Cancellation);

        Assert.False(await _trial.EndAsync(ExampleModel.Version(1), Cancellation));
        Assert.NotNull(await _registry.ReadChallengerAsync(Cancellation));
        Assert.True(await _trial.EndAsync(ExampleModel.Version(2), Cancellation));
        Assert.Null(await _registry.ReadChallengerAsync(Cancellation));

        await WriteAsync(ChallengerPointer.FileName, "?");
        Assert.True(await _trial.EndAsync(ExampleModel.Version(1), Cancellation));
        Assert.Null(await _registry.ReadChallengerETagAsync(Cancellation));
    }

    [Fact]
    public async Task A_challenger_without_its_manifest_is_incomplete()
    {
        await _registry.ActivateAsync(await _registry.PublishAsync(1), Cancellation);
        await _registry.PublishAsync(2);
        await _trial.StartAsync(ExampleModel.Version(2), 0.1, Cancellation);
        await _container.DeleteBlobAsync($"{ExampleModel.Version(2)}/manifest.json", cancellationToken: Cancellation);
        await _container.DeleteBlobAsync($"{ExampleModel.Version(1)}/manifest.json", cancellationToken: Cancellation);

        Assert.Equal(
            [ModelState.Incomplete, ModelState.Champion],
            (await _registry.ListAsync(Cancellation)).Select(listing => listing.State));
    }

    [Fact]
    public async Task Mapped_and_evaluation_files_are_verified_as_well()
    {
        var manifest = ExampleModel.Manifest(1);
        manifest = manifest with { EvaluationFiles = [manifest.Files[0]] };
        await _registry.PublishAsync(manifest, ExampleModel.Files, cancellationToken: Cancellation);

        using (var mapped = await _registry.MapFilesAsync(manifest, Cancellation))
        {
            Assert.Equal(
                ExampleModel.Files.Select(file => (file.Name, Convert.ToHexString(file.Content.Span))).Order(),
                mapped.Files.Select(file => (file.Name, Convert.ToHexString(file.Content.Span))).Order());
        }

        Assert.Equal(
            [manifest.Files[0].Name],
            (await _registry.ReadEvaluationFilesAsync(manifest, Cancellation)).Select(file => file.Name));
        var blob = _container.GetBlobClient($"{manifest.Version}/{manifest.Files[0].Name}");
        await blob.UploadAsync(BinaryData.FromBytes(new byte[manifest.Files[0].Size]), overwrite: true, Cancellation);
        await Assert.ThrowsAsync<InvalidDataException>(() => _registry.MapFilesAsync(manifest, Cancellation));
        await blob.DeleteAsync(cancellationToken: Cancellation);
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => _registry.MapFilesAsync(manifest, Cancellation));
        Assert.Equal($"Model {manifest.Version} has no {manifest.Files[0].Name}.", exception.Message);
    }

    private static string Challenger(string share, string salt) =>
        $$"""
        {"version": "{{ExampleModel.Version(1)}}", "share": {{share}}, "salt": "{{salt}}", "started_at": "2026-11-24T00:00:00Z"}
        """;

    private Task<Response<Azure.Storage.Blobs.Models.BlobContentInfo>> WriteAsync(string name, string content) =>
        _container.GetBlobClient(name).UploadAsync(
            BinaryData.FromBytes(Encoding.UTF8.GetBytes(content)), overwrite: true, Cancellation);
}
