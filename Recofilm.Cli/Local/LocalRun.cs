using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;
using Recofilm.Core.Database;
using Spectre.Console;

namespace Recofilm.Cli.Local;

/// <summary>One run of <c>recofilm up</c>: what it started, in the order in which it must stop.</summary>
internal sealed class LocalRun : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly LocalState _state;
    private readonly DatasetSource _dataset;
    private LocalProgram? _program;

    private LocalRun(LocalState state, DatasetSource dataset) => (_state, _dataset) = (state, dataset);

    /// <summary>Starts everything, loading the data and training a model where there is none yet.</summary>
    /// <param name="state">What earlier runs left.</param>
    /// <param name="dataset">The value of <c>--dataset</c>.</param>
    /// <param name="port">The port to serve on.</param>
    /// <param name="cancellationToken">Stops starting; what was started is stopped again.</param>
    /// <exception cref="CommandException">Another run uses the same state, or the data set cannot be used.</exception>
    /// <exception cref="LocalStartException">A server cannot be started.</exception>
    public static async Task<LocalRun> StartAsync(LocalState state, string? dataset, int port, CancellationToken cancellationToken)
    {
        var stateLock = FolderLock.TryTake(Path.Combine(state.Folder, "up.lock"))
            ?? throw new CommandException($"another 'recofilm up' runs with {state.Folder}: stop it, or give this one its own --state.");
        await using var unlockOnFailure = new OnFailure(stateLock);
        Loopback.Claim(port, "Recofilm");
        var source = await Terminal.ProgressAsync(
            "Data set", progress => DatasetSource.ResolveAsync(dataset, state.Folder, progress, cancellationToken));
        var run = new LocalRun(state, source);
        run._started.Push(stateLock);
        unlockOnFailure.Release();
        try
        {
            await run.StartAsync(port, cancellationToken);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address, a user and a first request to try.</summary>
    public Panel Summary()
    {
        var loaded = _state.Datasets[_dataset.DatabaseName];
        var address = _program!.Address;
        var text =
            $"""
            Address   {address}   (documentation: {address}docs)
            User      user_id {loaded.UserId}   user_key {loaded.UserKey}
            Operator  user_id {loaded.OperatorId}   user_key {loaded.OperatorKey}

            TOKEN=$(curl -s {address}login -H 'Content-Type: application/json' -d '{loaded.ToLogin()}' | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
            curl -s {address}recommendations -H "Authorization: Bearer $TOKEN"

            Ctrl-C stops all of it.
            """;
        return new Panel(new Text(text)) { Header = new PanelHeader($" Recofilm serves {_dataset.Name} "), Border = BoxBorder.Rounded };
    }

    /// <summary>Prints the program's log until it ends or the person interrupts.</summary>
    /// <returns>The exit code of the command.</returns>
    /// <exception cref="CommandException">The program ended by itself.</exception>
    public async Task<int> FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _program!.FollowLogAsync(ProgramLog.Print, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }

        throw new CommandException($"the program ended by itself; its log is {_program.LogFile}.");
    }

    /// <summary>Stops what was started, the last first.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var started))
            await started.DisposeAsync();
    }

    private async Task StartAsync(int port, CancellationToken cancellationToken)
    {
        var servers = await LocalServers.StartAsync(_state.Folder, Terminal.Error.WriteLine, cancellationToken);
        _started.Push(servers);
        await servers.Postgres.EnsureDatabaseAsync(_dataset.DatabaseName, cancellationToken);
        var database = servers.Postgres.ConnectionString(_dataset.DatabaseName);
        await DatabaseMigrator.MigrateAsync(database, cancellationToken);

        var settings = LocalSettings.Of(_state, _dataset, database, servers.Azurite.ConnectionString);
        LocalSettings.Save(_state, settings, LocalProgram.AddressOf(port));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings!).Build();
        await using (var services = new ServiceCollection().AddLogging().AddRecofilmCore(configuration).BuildServiceProvider())
            await new LocalData(services, _state, _dataset, database).PrepareAsync(cancellationToken);

        _program = await LocalProgram.StartAsync(_state.Folder, port, settings, cancellationToken);
        _started.Push(_program);
        await _program.WaitUntilReadyAsync(cancellationToken);
    }

    private sealed class OnFailure(IAsyncDisposable resource) : IAsyncDisposable
    {
        private IAsyncDisposable? _resource = resource;

        public void Release() => _resource = null;

        public ValueTask DisposeAsync() => _resource?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
