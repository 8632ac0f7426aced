using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Recofilm.Core;
using Recofilm.Core.Database;
using Recofilm.LocalStack;
using Spectre.Console;

namespace Recofilm.Cli.Up;

/// <summary>One run of <c>recofilm up</c>, which stops everything it started in reverse order.</summary>
internal sealed class LocalRun : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly LocalState _state;
    private readonly DatasetSource _dataset;
    private LocalProgram? _program;
    private bool _isTraining;

    private LocalRun(LocalState state, DatasetSource dataset) => (_state, _dataset) = (state, dataset);

    /// <summary>Starts everything; loads the data and trains a model if earlier runs have not.</summary>
    /// <param name="state">The state of earlier runs.</param>
    /// <param name="dataset">The value of <c>--dataset</c>.</param>
    /// <param name="port">The port to serve on.</param>
    /// <param name="cancellationToken">Cancels the start; everything started so far is stopped.</param>
    /// <exception cref="CommandException">Another run uses the same state, or the data set cannot be used.</exception>
    /// <exception cref="LocalStartException">A server cannot be started.</exception>
    public static async Task<LocalRun> StartAsync(
        LocalState state, string? dataset, int port, CancellationToken cancellationToken)
    {
        var stateLock = FolderLock.TryTake(Path.Combine(state.Folder, "up.lock"))
            ?? throw new CommandException(
                $"another 'recofilm up' runs with {state.Folder}: stop it, or give this one its own --state.");
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

    /// <summary>Returns the address, the credentials and a first request to try.</summary>
    public string Welcome() => Up.Welcome.Text(
        _dataset.Name, _program!.Address, _state.Datasets[_dataset.DatabaseName], _program.LogFile, _isTraining);

    /// <summary>Prints the program's log until the program ends or the user interrupts it.</summary>
    /// <param name="everything">
    /// Whether to print all lines; otherwise only those of trainings, new models, warnings and errors are printed.
    /// </param>
    /// <param name="cancellationToken">Ends the printing when the user interrupts the command.</param>
    /// <returns>The exit code of the command.</returns>
    /// <exception cref="CommandException">The program ended by itself.</exception>
    public async Task<int> FollowAsync(bool everything, CancellationToken cancellationToken)
    {
        try
        {
            await _program!.FollowLogAsync(everything ? ProgramLog.Print : ProgramLog.PrintNews, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }

        throw new CommandException($"the program ended by itself; its log is {_program.LogFile}.");
    }

    /// <summary>Stops everything in reverse order of the start.</summary>
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
        await using var services = new ServiceCollection().AddLogging().AddRecofilmCore(configuration).BuildServiceProvider();
        var data = new LocalData(services, _state, _dataset, database);
        await data.PrepareAsync(cancellationToken);

        var func = FuncTool.Find();
        Terminal.Error.WriteLine(func is null ? FuncTool.IsMissing : $"Starting the program through {func}…");
        _program = await LocalProgram.StartAsync(_state.Folder, port, settings, cancellationToken);
        _started.Push(_program);
        await _program.WaitUntilReadyAsync(cancellationToken);
        _isTraining = await data.ReplaceFirstModelAsync(cancellationToken);
    }

    private sealed class OnFailure(IAsyncDisposable resource) : IAsyncDisposable
    {
        private IAsyncDisposable? _resource = resource;

        public void Release() => _resource = null;

        public ValueTask DisposeAsync() => _resource?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
